import type { Database, StartDatabase } from '../databases/database.ts'

/** A store with so many sessions in it that what depends on their number shows. */
export interface ScaledStore {
  /** So many sessions that live, ten of each user, written past the store in its own layout. */
  fill(sessions: number): Promise<void>
  /** What is asked of it, by name. */
  readonly operations: readonly Operation[]
  close(): Promise<void>
}

export interface Operation {
  readonly name: string
  /** How often it is carried out; what takes seconds, once. The first half does not count. */
  readonly repetitions: number
  /** What has to be there before each repetition, which is not measured. */
  prepare?(): Promise<void>
  /** Returns how many sessions it was about, which is checked. */
  run(): Promise<number>
  readonly expected: number
}

/** A store to measure at several sizes, each in a database of its own. */
export interface ScaledSubject {
  readonly name: string
  /** @param due how many sessions are due when their end is measured */
  open(database: Database, due: number): Promise<ScaledStore>
}

/** What is asked of stores that hold more and more. */
export interface Scaling {
  readonly name: string
  readonly title: string
  readonly introduction: string
  readonly database: StartDatabase
  readonly subjects: readonly ScaledSubject[]
  /** Its time in the smallest store is 1.00, for each operation that it has. */
  readonly reference: string
  /** Of ours: the time in the largest store, in parts of that in the smallest. */
  readonly goal: { readonly subjects: readonly string[]; readonly growth: number }
  readonly sizes: ScaledSizes
  readonly packages: readonly string[]
}

export interface ScaledSizes {
  /** How many sessions are there. */
  readonly sessions: readonly number[]
  /** How many more are due when their end is measured. */
  readonly due: number
}

export interface ScaledMeasurement {
  readonly subject: string
  readonly operation: string
  readonly sessions: number
  /** Milliseconds, one figure a repetition. */
  readonly duration: readonly number[]
  /** Microseconds of the database's server, one figure a repetition. */
  readonly databaseCpu: readonly number[]
}

export const SESSIONS_OF_A_USER = 10
/** A user who has them in the smallest store too. */
export const USER = 'user-7'
export const FIND_BY_USER = 'find by user'
export const sweepOf = (due: number): string => `end ${due.toLocaleString('en')} that are due`
