import { type AnyAttributes, describeSessionRepository } from '@session/testing'
import { describeWithService, freshDatabase, postgres } from '@session/testing/services'
import makeKnex from 'knex'
import { afterAll, beforeAll } from 'vitest'
import { createSessionTables, JdbcIndexedSessionRepository } from '../../src/index.ts'
import { rawJdbc } from '../raw-jdbc.ts'

// Its statements on the server that we have: what it shares with PostgreSQL is proven, no more.
describeWithService(postgres, 'the statements for CockroachDB', async (url) => {
  const database = await freshDatabase(url)
  const [knex, outside] = ['cockroachdb', 'pg'].map((client) =>
    makeKnex({ client, connection: database.url }),
  ) as [ReturnType<typeof makeKnex>, ReturnType<typeof makeKnex>]
  // It asks a PostgreSQL server for the version in another way.
  knex.client.version = '24.1'
  beforeAll(() => createSessionTables(outside, { indexTable: true }))
  afterAll(async () => {
    await Promise.all([knex.destroy(), outside.destroy()])
    await database.drop()
  })

  describeSessionRepository('CockroachDB on PostgreSQL', {
    open: (options) =>
      new JdbcIndexedSessionRepository<AnyAttributes>(knex, {
        ...options,
        initializeSchema: 'never',
      }),
    raw: rawJdbc(outside),
    lacks: { 'events-across-nodes': 'no channel is used there' },
  })
})
