import type { Knex } from 'knex'
import type { Database, Executor, Row, SqlResult } from './database.ts'
import { boundInFull, type Parameters, type Statement } from './statement.ts'

/** PostgreSQL's driver, for steps of several statements in one of knex's transactions. */
export class TransactionDatabase implements Database {
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

async function runOn(knex: Knex, statement: Statement, parameters: Parameters): Promise<SqlResult> {
  const { sql, bindings } = boundInFull(statement, parameters)
  const { rows, rowCount } = await knex.raw<{ rows: Row[]; rowCount: number | null }>(
    sql,
    bindings as Knex.RawBinding[],
  )
  return { rows, count: rowCount ?? 0 }
}
