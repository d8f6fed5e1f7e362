import { join } from 'node:path'
import knex, { type Knex } from 'knex'

/** Connections of every subject; none is closed while others are measured. */
export const CONNECTIONS = 10

/** A pool of knex for PostgreSQL's URL; else for the file `name` in a folder. */
export const knexFor = (url: string, name: string): Knex =>
  url.startsWith('postgres:')
    ? knex({ client: 'pg', connection: url, pool: { min: CONNECTIONS, max: CONNECTIONS } })
    : knex({
        client: 'better-sqlite3',
        connection: { filename: join(url, `${name}.sqlite`) },
        useNullAsDefault: true,
      })
