import {
  describeWithService,
  mariadbExecutable,
  postgresExecutable,
  type RunningDatabase,
} from '@session/testing/services'
import type { Knex } from 'knex'
import { afterAll, beforeAll, beforeEach, describe } from 'vitest'
import { createSessionTables } from '../src/index.ts'
import { type FailingServer, mariadb, postgresql } from './failing-servers.ts'
import { closedAfterEach } from './own-nodes.ts'

interface Failing extends ReturnType<typeof closedAfterEach> {
  readonly kind: FailingServer
  readonly server: RunningDatabase
  /** For the user of the application. Each test begins with empty tables. */
  readonly url: string
  administrator(): { readonly admin: Knex; done(): Promise<void> }
}

/** A suite for a server of its own of each kind, which it may break as long as it mends it again. */
export const describeFailingServers = (name: string, suite: (failing: Failing) => void): void => {
  describe.each([
    ['PostgreSQL', postgresExecutable, postgresql],
    ['MariaDB', mariadbExecutable, mariadb],
  ] as const)('%s', (_name, executable, kind) => {
    describeWithService(executable, name, () => {
      const openers = closedAfterEach()
      const { connect, raw } = openers
      let server: RunningDatabase
      const urlOf = (user: string): string =>
        Object.assign(new URL(server.url), { username: user }).href
      const failing: Failing = {
        ...openers,
        kind,
        get server() {
          return server
        },
        get url() {
          return urlOf('app')
        },
        administrator: () => {
          const admin = connect(server.url)
          return { admin, done: () => admin.destroy() }
        },
      }
      beforeAll(async () => {
        server = await kind.start()
        const { admin, done } = failing.administrator()
        for (const sql of kind.createUser) await admin.raw(sql)
        await done()
      }, 60_000)
      afterAll(() => server?.stop())
      beforeEach(async () => {
        await createSessionTables(connect(failing.url))
        await raw(failing.url).clear()
      })
      suite(failing)
    })
  })
}
