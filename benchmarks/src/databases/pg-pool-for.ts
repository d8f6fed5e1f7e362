import pg from 'pg'
import { CONNECTIONS } from './knex-for.ts'

/** A pool of the driver, without knex. */
export const pgPoolFor = (url: string): pg.Pool =>
  new pg.Pool({ connectionString: url, max: CONNECTIONS, idleTimeoutMillis: 0 })
