import type { Parameters, Statement } from './statement.ts'

/** A row under the aliases that the statements give. */
export type Row = Readonly<Record<string, unknown>>

export interface SqlResult {
  readonly rows: readonly Row[]
  /** How many rows were written, or returned by a statement that writes. */
  readonly count: number
}

/** Runs statements. */
export interface Executor {
  run(statement: Statement, parameters: Parameters): Promise<SqlResult>
  /** An INSERT for many rows, in fewer round trips, where there is a way. */
  runForEach?(statement: Statement, rows: readonly Parameters[]): Promise<void>
}

/** For dialects whose steps take several statements. `run` is for one that only reads. */
export interface Database extends Executor {
  /** One statement that writes, by itself. */
  write(statement: Statement, parameters: Parameters): Promise<SqlResult>
  /** All or nothing, in a transaction of its own, never in one of the caller's. */
  transaction<T>(work: (executor: Executor) => Promise<T>): Promise<T>
}
