import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AnyAttributes, describeHttpIntegration } from '@session/testing'
import { describeWithService, freshDatabase, mariadb, postgres } from '@session/testing/services'
import type { Knex } from 'knex'
import { afterAll, beforeAll } from 'vitest'
import { listening } from '../../../core/test/contract/listening.ts'
import { nodeApp } from '../../../core/test/contract/node-app.ts'
import { createSessionTables, JdbcIndexedSessionRepository } from '../../src/index.ts'
import { knexFor } from '../knex-for.ts'
import { rawJdbc } from '../raw-jdbc.ts'
import { rowsAlone } from '../rows-alone.ts'

function describeHttp(name: string, knex: Knex, outside: Knex): void {
  beforeAll(() => createSessionTables(knex))
  afterAll(() => Promise.all([knex.destroy(), outside.destroy()]))
  describeHttpIntegration(`node:http with sessions in ${name}`, {
    start: (app) => listening(createServer(nodeApp(app))),
    store: {
      open: (options) => new JdbcIndexedSessionRepository<AnyAttributes>(knex, options),
      raw: rawJdbc(outside),
    },
    lacks: { 'error-handler': 'a plain server has none: withSession() answers by itself' },
  })
}

describeWithService(postgres, 'HTTP on PostgreSQL', async (url) => {
  const database = await freshDatabase(url)
  describeHttp('PostgreSQL', knexFor(database.url), knexFor(database.url))
  afterAll(() => database.drop())
})

describeWithService(mariadb, 'HTTP on MariaDB', async (url) => {
  const database = await freshDatabase(url)
  describeHttp('MariaDB', knexFor(database.url), rowsAlone(knexFor(database.url)))
  afterAll(() => database.drop())
})

const folder = mkdtempSync(join(tmpdir(), 'session-jdbc-http-'))
afterAll(() => rmSync(folder, { recursive: true }))
const sqlite = knexFor(join(folder, 'sessions.db'))
// One connection: a driver that blocks would wait for a lock that this process itself holds.
describeHttp('SQLite', sqlite, sqlite)
