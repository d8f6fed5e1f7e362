import { JdbcIndexedSessionRepository, type JdbcRepositoryOptions } from '@session/jdbc'
import type { Knex } from 'knex'
import type { OpenStore } from './store.ts'

export const TABLE = 'DEMO_SESSION'

/** Sessions in a relational database, which gets its tables from the first node that comes. */
export const openDatabase = (
  database: Knex,
  { events }: Required<Pick<JdbcRepositoryOptions, 'events'>>,
): OpenStore => ({
  openRepository: (options) =>
    new JdbcIndexedSessionRepository(database, {
      ...options,
      tableName: TABLE,
      initializeSchema: 'always',
      events,
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
