import { join } from 'node:path'
import knex, { type Knex } from 'knex'

/** A pool as knex makes one, for PostgreSQL's URL; else for the file `name` in a folder. */
export const knexFor = (url: string, name: string): Knex =>
  url.startsWith('postgres:')
    ? knex({ client: 'pg', connection: url })
    : knex({
        client: 'better-sqlite3',
        connection: { filename: join(url, `${name}.sqlite`) },
        useNullAsDefault: true,
      })
