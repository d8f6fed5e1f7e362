import type { Knex } from 'knex'
import type { Row } from './database.ts'
import type { RunOn } from './pooled-database.ts'
import { boundInFull } from './statement.ts'

/** Oracle Database, by oracledb. Not run against a server. */
export const runOnOracle: RunOn = async (knex, statement, parameters, deadline) => {
  const { sql, bindings } = boundInFull(statement, parameters)
  if (/^(INSERT|UPDATE)/.test(sql)) {
    // Knex gives no count of what a raw statement wrote, but hands out what a block gives back.
    const block = `BEGIN ${sql.trimEnd()}; ? := SQL%ROWCOUNT; END;`
    const written = numberOut(knex) as unknown as Knex.RawBinding
    const [count] = await knex
      .raw<readonly number[]>(block, [...(bindings as Knex.RawBinding[]), written])
      .timeout(deadline)
    return { rows: [], count: Number(count) }
  }
  const rows = await knex.raw<readonly Row[]>(sql, bindings as Knex.RawBinding[]).timeout(deadline)
  return { rows: rows.map(inLowerCase), count: rows.length }
}

/** A parameter that gets a number, in the words of the driver that knex has loaded. */
const numberOut = (knex: Knex): { readonly type: unknown; readonly dir: unknown } => {
  const { NUMBER, BIND_OUT } = knex.client.driver as Readonly<Record<string, unknown>>
  return { type: NUMBER, dir: BIND_OUT }
}

/** Aliases come back in capitals. */
const inLowerCase = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).map(([alias, value]) => [alias.toLowerCase(), value]))
