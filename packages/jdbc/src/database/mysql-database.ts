import type { Knex } from 'knex'
import type { Database, Executor, Row, SqlResult } from './database.ts'
import { findsNothing, refusalOf } from './mysql-refusal.ts'
import { boundInFull, type Parameters, type Statement } from './statement.ts'

/** MySQL and MariaDB, by whichever of their drivers. */
export class MysqlDatabase implements Database {
  readonly #knex: Knex

  constructor(knex: Knex) {
    this.#knex = knex
  }

  run(statement: Statement, parameters: Parameters): Promise<SqlResult> {
    return runOn(this.#knex, statement, parameters)
  }

  /** A statement by itself is a transaction of its own. */
  write(statement: Statement, parameters: Parameters): Promise<SqlResult> {
    return this.run(statement, parameters)
  }

  transaction<T>(work: (executor: Executor) => Promise<T>): Promise<T> {
    return this.#knex.transaction((transaction) =>
      work({ run: (statement, parameters) => runOn(transaction, statement, parameters) }),
    )
  }
}

/** What drivers say of a statement that wrote: the words are under another name in the older one. */
interface Written {
  readonly affectedRows: number
  readonly info?: string
  readonly message?: string
}

const runOn = async (
  knex: Knex,
  statement: Statement,
  parameters: Parameters,
): Promise<SqlResult> => {
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

// A connection without the flag FOUND_ROWS counts a row that was set to what it was as not affected.
const matchedRows = ({ affectedRows, info, message }: Written): number =>
  Number(/Rows matched: (\d+)/.exec(info ?? message ?? '')?.[1] ?? affectedRows)
