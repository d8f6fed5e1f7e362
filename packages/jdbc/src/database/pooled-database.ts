import type { Knex } from 'knex'
import type { Database, Executor, SqlResult } from './database.ts'
import type { Parameters, Statement } from './statement.ts'

/**
 * Runs one statement on knex's pool, or on a transaction's connection, and gives it up after `deadline`
 * milliseconds: nobody waits for it then, and it must neither keep the connection nor write late.
 */
export type RunOn = (
  knex: Knex,
  statement: Statement,
  parameters: Parameters,
  deadline: number,
) => Promise<SqlResult>

export type RunForEach = (
  knex: Knex,
  statement: Statement,
  rows: readonly Parameters[],
  deadline: number,
) => Promise<void>

export interface PooledDatabaseOptions {
  /** Milliseconds. */
  readonly deadline: number
  /**
   * Whether a statement that writes is a transaction of its own.
   * @default true
   */
  readonly commitsByItself?: boolean
  readonly runForEach?: RunForEach
}

/** For drivers whose pool and transactions are as knex has them: they differ in how a statement runs. */
export class PooledDatabase implements Database {
  readonly #knex: Knex
  readonly #runOn: RunOn
  readonly #deadline: number
  readonly #commitsByItself: boolean
  readonly #runForEach: RunForEach | undefined

  constructor(
    knex: Knex,
    runOn: RunOn,
    { deadline, commitsByItself = true, runForEach }: PooledDatabaseOptions,
  ) {
    this.#knex = knex
    this.#runOn = runOn
    this.#deadline = deadline
    this.#commitsByItself = commitsByItself
    this.#runForEach = runForEach
  }

  run(statement: Statement, parameters: Parameters): Promise<SqlResult> {
    return this.#runOn(this.#knex, statement, parameters, this.#deadline)
  }

  write(statement: Statement, parameters: Parameters): Promise<SqlResult> {
    return this.#commitsByItself
      ? this.run(statement, parameters)
      : this.transaction((executor) => executor.run(statement, parameters))
  }

  transaction<T>(work: (executor: Executor) => Promise<T>): Promise<T> {
    const runForEach = this.#runForEach
    return this.#knex.transaction((transaction) =>
      work({
        run: (statement, parameters) =>
          this.#runOn(transaction, statement, parameters, this.#deadline),
        ...(runForEach && {
          runForEach: (statement, rows) => runForEach(transaction, statement, rows, this.#deadline),
        }),
      }),
    )
  }
}
