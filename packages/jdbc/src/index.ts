// Repositories
export { JdbcIndexedSessionRepository } from './jdbc-indexed-session-repository.ts'
export { jdbcRepositoryDefaults } from './jdbc-repository-options.ts'

// Tables
export { checkSessionTables } from './schema/check-session-tables.ts'
export { createSessionTables, dropSessionTables } from './schema/create-session-tables.ts'
export { schemaScript } from './schema/schema-script.ts'
export { sessionMigrationSource } from './schema/session-migration-source.ts'

// Types
export type { AttributeColumn } from './dialect/dialect.ts'
export type { EventChannel } from './events/event-channel.ts'
export type { JdbcRepositoryOptions, StatementChanges } from './jdbc-repository-options.ts'
export type { InitializeSchema } from './schema/initialize-schema.ts'
export type { ScriptDialect } from './schema/schema-dialect.ts'
export type { SessionTablesOptions } from './schema/session-tables.ts'
