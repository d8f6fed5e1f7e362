import type { Knex } from 'knex'
import type { Database, Executor, SqlResult } from './database.ts'
import type { Parameters, Statement } from './statement.ts'

/** Runs one statement on knex's pool, or on a transaction's connection. */
export type RunOn = (knex: Knex, statement: Statement, parameters: Parameters) => Promise<SqlResult>

/** For drivers whose pool and transactions are as knex has them: they differ in how a statement runs. */
export class PooledDatabase implements Database {
  readonly #knex: Knex
  readonly #runOn: RunOn
  readonly #commitsByItself: boolean

  /** @param commitsByItself whether a statement that writes is a transaction of its own */
  constructor(
    knex: Knex,
    runOn: RunOn,
    { commitsByItself = true }: { commitsByItself?: boolean } = {},
  ) {
    this.#knex = knex
    this.#runOn = runOn
    this.#commitsByItself = commitsByItself
  }

  run(statement: Statement, parameters: Parameters): Promise<SqlResult> {
    return this.#runOn(this.#knex, statement, parameters)
  }

  write(statement: Statement, parameters: Parameters): Promise<SqlResult> {
    return this.#commitsByItself
      ? this.run(statement, parameters)
      : this.transaction((executor) => executor.run(statement, parameters))
  }

  transaction<T>(work: (executor: Executor) => Promise<T>): Promise<T> {
    return this.#knex.transaction((transaction) =>
      work({
        run: (statement, parameters) => this.#runOn(transaction, statement, parameters),
      }),
    )
  }
}
