import type { Knex } from 'knex'
import { createSessionTables, dropSessionTables } from './create-session-tables.ts'
import { type SessionTablesOptions, sessionTables } from './session-tables.ts'

/**
 * The tables as a migration of knex's. Keep its own list of what has run, beside that of yours:
 *
 * ```ts
 * await knex.migrate.latest({
 *   migrationSource: sessionMigrationSource(),
 *   tableName: 'session_migrations',
 * })
 * ```
 *
 * Tables that are there already, from a Java service or a script, are taken as they are.
 */
export const sessionMigrationSource = (
  options: SessionTablesOptions = {},
): Knex.MigrationSource<string> => {
  const { session } = sessionTables(options)
  return {
    getMigrations: async () => [`001_create_${session.toLowerCase()}`],
    getMigrationName: (name) => name,
    getMigration: async () => ({
      up: (knex) => createSessionTables(knex, options),
      down: (knex) => dropSessionTables(knex, options),
    }),
  }
}
