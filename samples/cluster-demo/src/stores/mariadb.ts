import createKnex, { type Knex } from 'knex'
import { findServer } from './find-server.ts'
import { askDatabase, openDatabase, TABLE } from './jdbc.ts'
import type { SharedStore } from './store.ts'

const connect = (connection: string): Knex => createKnex({ client: 'mysql2', connection })

export const mariadbStore: SharedStore = {
  name: 'mariadb',
  title: 'MariaDB',
  find: (environment) =>
    findServer(
      {
        title: 'MariaDB',
        service: 'mariadb',
        variable: 'MARIADB_URL',
        ask: (url) => askDatabase(connect(url)),
        peek: (url) => {
          const { hostname, port, username, pathname } = new URL(url)
          const database = pathname.slice(1)
          return `mariadb -h ${hostname} -P ${port} -u ${username} ${database} -e 'SELECT * FROM ${TABLE}'`
        },
      },
      environment,
    ),
  open: (url) => openDatabase(connect(url), { events: 'outbox' }),
}
