import makeKnex, { type Knex } from 'knex'

/** A knex instance as an application makes it, for `postgres://…`, `mysql://…` or a SQLite file. */
export const knexFor = (url: string, pool: Knex.PoolConfig = {}): Knex => {
  if (url.startsWith('postgres')) return makeKnex({ client: 'pg', connection: url, pool })
  if (url.startsWith('mysql:')) return makeKnex({ client: 'mysql2', connection: url, pool })
  const connection = { filename: url }
  return makeKnex({ client: 'better-sqlite3', connection, useNullAsDefault: true, pool })
}
