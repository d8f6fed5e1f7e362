import { JdbcIndexedSessionRepository } from '@session/jdbc'
import createKnex, { type Knex } from 'knex'
import type { OpenStore } from './store.ts'

export const TABLE = 'DEMO_SESSION'

/** A relational database, which gets its tables from the first node that comes. */
export function openDatabase(settings: Knex.Config): OpenStore {
  const database = createKnex(settings)
  return {
    openRepository: (options) =>
      new JdbcIndexedSessionRepository(database, {
        ...options,
        tableName: TABLE,
        initializeSchema: 'always',
      }),
    close: () => database.destroy(),
  }
}

/** Resolves when the database answers. */
export async function askDatabase(settings: Knex.Config): Promise<void> {
  const database = createKnex(settings)
  try {
    await database.raw('SELECT 1')
  } finally {
    await database.destroy()
  }
}
