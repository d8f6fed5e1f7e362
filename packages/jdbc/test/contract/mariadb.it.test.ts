import { type AnyAttributes, describeSessionRepository, type Lacks } from '@session/testing'
import {
  describeWithService,
  faultProxy,
  freshDatabase,
  mariadb,
  runInShell,
} from '@session/testing/services'
import { afterAll, beforeAll } from 'vitest'
import { createSessionTables, JdbcIndexedSessionRepository } from '../../src/index.ts'
import { countQueries } from '../count-queries.ts'
import { knexFor } from '../knex-for.ts'
import { rawJdbc } from '../raw-jdbc.ts'
import { rowsAlone } from '../rows-alone.ts'
import { springMysqlTables } from '../spring-mysql-tables.ts'

interface Tables {
  readonly whose: string
  make(url: string): Promise<unknown>
  readonly lacks?: Lacks
  /** @default 'local' */
  readonly events?: 'outbox'
}

const tables: readonly Tables[] = [
  { whose: 'our own tables', make: async () => {} },
  { whose: 'our own tables and one of events', make: async () => {}, events: 'outbox' },
  {
    whose: "a Java application's tables",
    // As on Debian, where the default is no longer latin1. The suite writes more than a BLOB takes.
    make: (url) =>
      runInShell(
        url,
        `ALTER DATABASE CHARACTER SET utf8mb4;${springMysqlTables}
         ALTER TABLE SPRING_SESSION_ATTRIBUTES MODIFY ATTRIBUTE_BYTES LONGBLOB NOT NULL;`,
      ),
    lacks: {
      'exact-text': "the collation of the server's default makes one key of names that look alike",
    },
  },
]

describeWithService(mariadb, 'MariaDB', async (server) => {
  for (const { whose, make, lacks, events = 'local' } of tables) {
    const database = await freshDatabase(server)
    const direct = new URL(database.url)
    const proxy = await faultProxy({ host: direct.hostname, port: Number(direct.port) })
    const through = new URL(database.url)
    through.host = `127.0.0.1:${proxy.port}`
    const here = knexFor(through.href)
    const there = knexFor(database.url)
    const outside = rowsAlone(knexFor(database.url))
    beforeAll(async () => {
      await make(database.url)
      await createSessionTables(there, { indexTable: true, eventTable: events === 'outbox' })
    })
    afterAll(async () => {
      await Promise.all([here, there, outside].map((knex) => knex.destroy()))
      await proxy.close()
      await database.drop()
    })

    describeSessionRepository(`MariaDB on ${whose}`, {
      open: (options) =>
        new JdbcIndexedSessionRepository<AnyAttributes>(here, { events, ...options }),
      openElsewhere: (options) =>
        new JdbcIndexedSessionRepository<AnyAttributes>(there, { events, ...options }),
      raw: rawJdbc(outside, events === 'local' ? { calls: countQueries(here) } : {}),
      lacks:
        events === 'local'
          ? { 'events-across-nodes': "they are asked for with events: 'outbox'", ...lacks }
          : {},
      hang: async () => {
        await proxy.setMode('hold')
        return () => proxy.setMode('pass')
      },
    })
  }
})
