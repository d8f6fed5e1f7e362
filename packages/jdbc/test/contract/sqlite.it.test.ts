import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AnyAttributes, describeSessionRepository } from '@session/testing'
import makeKnex from 'knex'
import { afterAll, beforeAll } from 'vitest'
import { createSessionTables, JdbcIndexedSessionRepository } from '../../src/index.ts'
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

describeSessionRepository('SQLite', {
  open: (options) => new JdbcIndexedSessionRepository<AnyAttributes>(here, options),
  openElsewhere: (options) => new JdbcIndexedSessionRepository<AnyAttributes>(there, options),
  raw: rawJdbc(outside, { calls: countQueries(here) }),
  lacks: { 'events-across-nodes': 'comes next' },
  // Somebody else has the only connection of the pool.
  hang: async () => {
    const connection = await here.client.acquireConnection()
    return () => here.client.releaseConnection(connection)
  },
})
