import createKnex, { type Knex } from 'knex'
import { findServer } from './find-server.ts'
import { askDatabase, openDatabase, TABLE } from './jdbc.ts'
import type { SharedStore } from './store.ts'

const connect = (connection: string): Knex => createKnex({ client: 'pg', connection })

export const postgresStore: SharedStore = {
  name: 'postgres',
  title: 'PostgreSQL',
  find: (environment) =>
    findServer(
      {
        title: 'PostgreSQL',
        service: 'postgres',
        variable: 'POSTGRES_URL',
        ask: (url) => askDatabase(connect(url)),
        peek: (url) => `psql ${url} -c 'TABLE ${TABLE}'`,
      },
      environment,
    ),
  open: (url) => openDatabase(connect(url), { events: 'listen-notify' }),
}
