import type { Knex } from 'knex'
import type { Row } from './database.ts'
import { findsNothing, refusalOf } from './mysql-refusal.ts'
import type { RunOn } from './pooled-database.ts'
import { boundInFull } from './statement.ts'

/** MySQL and MariaDB, by whichever of their drivers. */
export const runOnMysql: RunOn = async (knex, statement, parameters) => {
  const { sql, bindings } = boundInFull(statement, parameters)
  const [answer] = await knex
    .raw<[readonly Row[] | Written]>(sql, bindings as Knex.RawBinding[])
    .catch((error: unknown) => {
      if (findsNothing(error) && !sql.startsWith('INSERT')) return [[]] as const
      throw refusalOf(error, parameters)
    })
  return Array.isArray(answer)
    ? { rows: answer, count: answer.length }
    : { rows: [], count: matchedRows(answer as Written) }
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
