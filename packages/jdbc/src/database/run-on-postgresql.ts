import type { Knex } from 'knex'
import type { Row } from './database.ts'
import type { RunOn } from './pooled-database.ts'
import { boundInFull } from './statement.ts'

/** PostgreSQL's driver, for steps of several statements. */
export const runOnPostgresql: RunOn = async (knex, statement, parameters, deadline) => {
  const { sql, bindings } = boundInFull(statement, parameters)
  const { rows, rowCount } = await knex
    .raw<{ rows: Row[]; rowCount: number | null }>(sql, bindings as Knex.RawBinding[])
    .timeout(deadline, { cancel: true })
  return { rows, count: rowCount ?? 0 }
}
