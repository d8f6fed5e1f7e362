import { type AnyAttributes, describeSessionRepository } from '@session/testing'
import {
  describeWithService,
  faultProxy,
  freshDatabase,
  mariadb,
  runInShell,
} from '@session/testing/services'
import makeKnex, { type Knex } from 'knex'
import { afterAll, beforeAll } from 'vitest'
import { createSessionTables, JdbcIndexedSessionRepository } from '../../src/index.ts'
import { countQueries } from '../count-queries.ts'
import { rawJdbc } from '../raw-jdbc.ts'
import { springMysqlTables } from '../spring-mysql-tables.ts'

const tables: readonly {
  readonly whose: string
  readonly make: (url: string) => Promise<unknown>
}[] = [
  { whose: 'our own tables', make: async () => {} },
  { whose: "a Java application's tables", make: (url) => runInShell(url, springMysqlTables) },
]

/** Rows alone, as the other databases give them. */
const rowsOf = (result: unknown): unknown =>
  Array.isArray(result) && Array.isArray(result[0]) ? result[0] : result

describeWithService(mariadb, 'MariaDB', async (server) => {
  for (const { whose, make } of tables) {
    const database = await freshDatabase(server)
    const direct = new URL(database.url)
    const proxy = await faultProxy({ host: direct.hostname, port: Number(direct.port) })
    const through = new URL(database.url)
    through.host = `127.0.0.1:${proxy.port}`
    const connect = (connection: string, more: Knex.Config = {}): Knex =>
      makeKnex({ client: 'mysql2', connection, ...more })
    const here = connect(through.href)
    const there = connect(database.url)
    const outside = connect(database.url, { postProcessResponse: rowsOf })
    beforeAll(async () => {
      await make(database.url)
      await createSessionTables(there, { indexTable: true })
    })
    afterAll(async () => {
      await Promise.all([here, there, outside].map((knex) => knex.destroy()))
      await proxy.close()
      await database.drop()
    })

    describeSessionRepository(`MariaDB on ${whose}`, {
      open: (options) => new JdbcIndexedSessionRepository<AnyAttributes>(here, options),
      openElsewhere: (options) => new JdbcIndexedSessionRepository<AnyAttributes>(there, options),
      raw: rawJdbc(outside, { calls: countQueries(here) }),
      lacks: { 'events-across-nodes': 'comes next' },
      hang: async () => {
        await proxy.setMode('hold')
        return () => proxy.setMode('pass')
      },
    })
  }
})
