import { type AnyAttributes, describeSessionRepository } from '@session/testing'
import { describeWithService, faultProxy, freshDatabase, postgres } from '@session/testing/services'
import makeKnex, { type Knex } from 'knex'
import { afterAll, beforeAll } from 'vitest'
import {
  createSessionTables,
  JdbcIndexedSessionRepository,
  type JdbcRepositoryOptions,
} from '../../src/index.ts'
import { countQueries } from '../count-queries.ts'
import { rawJdbc } from '../raw-jdbc.ts'

describeWithService(postgres, 'PostgreSQL', async (url) => {
  const database = await freshDatabase(url)
  const direct = new URL(database.url)
  const proxy = await faultProxy({ host: direct.hostname, port: Number(direct.port) })
  const through = new URL(database.url)
  through.host = `127.0.0.1:${proxy.port}`
  const here = makeKnex({ client: 'pg', connection: through.href })
  const there = makeKnex({ client: 'pg', connection: database.url })
  beforeAll(async () => {
    await createSessionTables(there, { indexTable: true })
  })
  afterAll(async () => {
    await Promise.all([here.destroy(), there.destroy()])
    await proxy.close()
    await database.drop()
  })

  for (const events of ['local', 'listen-notify'] as const) {
    const openOn =
      (knex: Knex) =>
      (options: JdbcRepositoryOptions): JdbcIndexedSessionRepository<AnyAttributes> =>
        new JdbcIndexedSessionRepository(knex, { events, ...options })

    describeSessionRepository(`PostgreSQL, events: '${events}'`, {
      open: openOn(here),
      openElsewhere: openOn(there),
      raw: rawJdbc(there, { calls: countQueries(here) }),
      lacks:
        events === 'local'
          ? { 'events-across-nodes': "they are asked for with events: 'listen-notify'" }
          : {},
      hang: async () => {
        await proxy.setMode('hold')
        return () => proxy.setMode('pass')
      },
    })
  }
})
