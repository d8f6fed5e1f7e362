import { JdbcIndexedSessionRepository } from '@session/jdbc'
import type { Knex } from 'knex'
import type { OpenStore } from './store.ts'

export const TABLE = 'DEMO_SESSION'

/** Sessions in a relational database, which gets its tables from the first node that comes. */
export const openDatabase = (database: Knex): OpenStore => ({
  openRepository: (options) =>
    new JdbcIndexedSessionRepository(database, {
      ...options,
      tableName: TABLE,
      initializeSchema: 'always',
    }),
  close: () => database.destroy(),
})

/** Resolves when the database answers. */
export async function askDatabase(database: Knex): Promise<void> {
  try {
    await database.raw('SELECT 1')
  } finally {
    await database.destroy()
  }
}
