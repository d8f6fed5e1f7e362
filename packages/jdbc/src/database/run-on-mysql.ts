import type { Knex } from 'knex'
import type { Row } from './database.ts'
import { findsNothing, refusalOf } from './mysql-refusal.ts'
import type { RunForEach, RunOn } from './pooled-database.ts'
import { rowsAtOnce } from './rows-at-once.ts'
import { boundInFull } from './statement.ts'

/** MySQL and MariaDB, by whichever of their drivers. */
export const runOnMysql: RunOn = async (knex, statement, parameters, deadline) => {
  const { sql, bindings } = boundInFull(statement, parameters)
  const [answer] = await knex
    .raw<[readonly Row[] | Written]>(sql, bindings as Knex.RawBinding[])
    .timeout(deadline, { cancel: true })
    .catch((error: unknown) => {
      if (findsNothing(error) && !sql.startsWith('INSERT')) return [[]] as const
      throw refusalOf(error, parameters)
    })
  return Array.isArray(answer)
    ? { rows: answer, count: answer.length }
    : { rows: [], count: matchedRows(answer as Written) }
}

/** Several rows a statement; one by one where the statement is not ours any more. */
export const runForEachOnMysql: RunForEach = async (knex, statement, rows, deadline) => {
  const portions = rowsAtOnce(statement, rows)
  if (portions === undefined)
    for (const row of rows) await runOnMysql(knex, statement, row, deadline)
  else
    for (const { sql, bindings } of portions)
      await knex.raw(sql, bindings as Knex.RawBinding[]).timeout(deadline, { cancel: true })
}

/** What drivers say of a statement that wrote: the words are under another name in the older one. */
interface Written {
  readonly affectedRows: number
  readonly info?: string
  readonly message?: string
}

// A connection without the flag FOUND_ROWS counts a row that was set to what it was as not affected.
const matchedRows = ({ affectedRows, info, message }: Written): number =>
  Number(/Rows matched: (\d+)/.exec(info ?? message ?? '')?.[1] ?? affectedRows)
