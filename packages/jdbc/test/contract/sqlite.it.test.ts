import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AnyAttributes, describeSessionRepository } from '@session/testing'
import makeKnex, { type Knex } from 'knex'
import { afterAll, beforeAll } from 'vitest'
import {
  createSessionTables,
  JdbcIndexedSessionRepository,
  type JdbcRepositoryOptions,
} from '../../src/index.ts'
import { countQueries } from '../count-queries.ts'
import { rawJdbc } from '../raw-jdbc.ts'

const folder = mkdtempSync(join(tmpdir(), 'session-jdbc-'))
const [here, there, outside] = [1, 2, 3].map(() =>
  makeKnex({
    client: 'better-sqlite3',
    connection: { filename: join(folder, 'sessions.db') },
    useNullAsDefault: true,
  }),
) as [ReturnType<typeof makeKnex>, ReturnType<typeof makeKnex>, ReturnType<typeof makeKnex>]

beforeAll(async () => {
  await createSessionTables(outside, { indexTable: true })
  await outside.raw('PRAGMA foreign_keys = ON')
})
afterAll(async () => {
  await Promise.all([here, there, outside].map((knex) => knex.destroy()))
  rmSync(folder, { recursive: true })
})

for (const events of ['local', 'outbox'] as const) {
  const openOn =
    (knex: Knex) =>
    (options: JdbcRepositoryOptions): JdbcIndexedSessionRepository<AnyAttributes> =>
      new JdbcIndexedSessionRepository(knex, { events, ...options })

  describeSessionRepository(`SQLite, events: '${events}'`, {
    open: openOn(here),
    openElsewhere: openOn(there),
    raw: rawJdbc(outside, events === 'local' ? { calls: countQueries(here) } : {}),
    lacks:
      events === 'local'
        ? { 'events-across-nodes': "they are asked for with events: 'outbox'" }
        : {},
    // Somebody else has the only connection of the pool.
    hang: async () => {
      const connection = await here.client.acquireConnection()
      return () => here.client.releaseConnection(connection)
    },
  })
}
