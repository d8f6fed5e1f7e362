import { type RunningDatabase, startMariadb, startPostgres } from '@session/testing/services'
import type { Knex } from 'knex'

/** A database server of a test's own, and how it is made to fail. */
export interface FailingServer {
  readonly start: () => Promise<RunningDatabase>
  readonly setReadOnly: (admin: Knex, on: boolean) => Promise<unknown>
  /** Ends the connections of all others. */
  readonly endConnections: (admin: Knex) => Promise<unknown>
  readonly codes: {
    readonly readOnly: string
    readonly missingTable: string
    readonly noRight: string
  }
  /** The user of the application, who may not do what an administrator may. */
  readonly createUser: readonly string[]
}

export const postgresql: FailingServer = {
  start: () => startPostgres(),
  setReadOnly: async (admin, on) => {
    await admin.raw(`ALTER SYSTEM SET default_transaction_read_only = ${on ? 'on' : 'off'}`)
    await admin.raw('SELECT pg_reload_conf()')
  },
  endConnections: (admin) =>
    admin.raw(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = ? AND pid <> pg_backend_pid()',
      ['app'],
    ),
  codes: { readOnly: '25006', missingTable: '42P01', noRight: '42501' },
  createUser: ['CREATE USER app', 'GRANT ALL ON SCHEMA public TO app'],
}

export const mariadb: FailingServer = {
  start: () => startMariadb(),
  setReadOnly: (admin, on) => admin.raw(`SET GLOBAL read_only = ${on ? 1 : 0}`),
  endConnections: (admin) => admin.raw('KILL USER app'),
  codes: {
    readOnly: 'ER_OPTION_PREVENTS_STATEMENT',
    missingTable: 'ER_NO_SUCH_TABLE',
    noRight: 'ER_TABLEACCESS_DENIED_ERROR',
  },
  createUser: [
    // A new server lets everybody do everything in the database `test`.
    'DELETE FROM mysql.db',
    "DELETE FROM mysql.global_priv WHERE User = ''",
    'FLUSH PRIVILEGES',
    'CREATE USER app',
    'GRANT ALL ON test.* TO app',
  ],
}
