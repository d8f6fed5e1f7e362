import type { Knex } from 'knex'
import type { Row } from './database.ts'
import { lookAlike } from './look-alike.ts'
import type { RunOn } from './pooled-database.ts'
import { boundInFull } from './statement.ts'

/** SQL Server, by tedious. Not run against a server. */
export const runOnSqlserver: RunOn = async (knex, statement, parameters, deadline) => {
  const bound = boundInFull(statement, parameters)
  const isReading = bound.sql.startsWith('SELECT')
  // Knex gives no count of what a raw statement wrote: the server is asked in the same round trip.
  const sql = isReading ? bound.sql : `${bound.sql.trimEnd()};\nSELECT @@ROWCOUNT AS written`
  const rows = await knex
    .raw<readonly Row[]>(sql, bound.bindings as Knex.RawBinding[])
    .timeout(deadline)
    .catch((error: unknown) => {
      throw isNullRefused(error) ? (lookAlike(parameters) ?? error) : error
    })
  return isReading ? { rows, count: rows.length } : { rows: [], count: Number(rows[0]?.written) }
}

/** Which our statements cause. */
const isNullRefused = (error: unknown): boolean =>
  (error as { number?: unknown } | null)?.number === 515
