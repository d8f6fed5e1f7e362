// Repositories
export { JdbcIndexedSessionRepository } from './jdbc-indexed-session-repository.ts'
export { jdbcRepositoryDefaults } from './jdbc-repository-options.ts'

// Types
export type { AttributeColumn } from './dialect/dialect.ts'
export type { JdbcRepositoryOptions, StatementChanges } from './jdbc-repository-options.ts'
