import { InvalidOptionError } from '@session/core'
import type { Knex } from 'knex'
import { createSessionTables } from './create-session-tables.ts'
import { refuseLaxConnection } from './refuse-lax-connection.ts'
import { schemaDialectOf } from './schema-dialect.ts'
import type { SessionTablesOptions } from './session-tables.ts'

/** When a repository makes its tables itself: `'embedded'` means on SQLite only. */
export type InitializeSchema = 'always' | 'embedded' | 'never'

const modes: readonly InitializeSchema[] = ['always', 'embedded', 'never']

/**
 * What a repository does before its first call: refuses a connection that would damage sessions, and
 * makes what is missing of its tables, if it may.
 * @throws InvalidOptionError for an unknown `mode` or a lax connection, and what `createSessionTables` throws
 */
export const initializeSchema = async (
  knex: Knex,
  mode: InitializeSchema = 'embedded',
  options: SessionTablesOptions = {},
): Promise<void> => {
  if (!modes.includes(mode))
    throw new InvalidOptionError('initializeSchema', mode, `Use one of '${modes.join("', '")}'.`)
  const dialect = schemaDialectOf(knex)
  if (dialect === 'mysql') await refuseLaxConnection(knex)
  if (mode === 'always' || (mode === 'embedded' && dialect === 'sqlite'))
    await createSessionTables(knex, options)
}
