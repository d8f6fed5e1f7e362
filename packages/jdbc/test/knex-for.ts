import makeKnex, { type Knex } from 'knex'

/** A knex instance as an application makes it, for `postgres://…`, `mysql://…` or a SQLite file. */
export const knexFor = (url: string, pool: Knex.PoolConfig = {}, more: Knex.Config = {}): Knex => {
  const config = { pool, ...more }
  if (url.startsWith('postgres')) return makeKnex({ client: 'pg', connection: url, ...config })
  if (url.startsWith('mysql:')) return makeKnex({ client: 'mysql2', connection: url, ...config })
  const connection = { filename: url }
  return makeKnex({ client: 'better-sqlite3', connection, useNullAsDefault: true, ...config })
}
