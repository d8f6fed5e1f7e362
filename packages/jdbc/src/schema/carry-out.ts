import { setTimeout as delay } from 'node:timers/promises'
import type { Knex } from 'knex'
import { codeOf } from '../database/failure.ts'
import { runRaw } from './run-raw.ts'
import type { SchemaObject } from './schema-statements.ts'

/**
 * Runs the statements that remain to be done, until none does. Others may be doing the same: then a
 * statement fails because it has been done meanwhile, which one more look tells.
 */
export const carryOut = async (
  knex: Knex,
  remaining: () => Promise<readonly SchemaObject[]>,
): Promise<void> => {
  for (;;) {
    const [next] = await patiently(remaining)
    if (next === undefined) return
    try {
      await patiently(() => runRaw(knex, next.sql))
    } catch (error) {
      // A transaction is broken by its first error: nothing can be asked any more.
      if (knex.isTransaction === true) throw error
      const [still] = await patiently(remaining)
      if (still?.name === next.name) throw error
    }
  }
}

const patience = 10_000

/** Tries again, with jitter, while others hold what this needs; for ten seconds at most. */
const patiently = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  const deadline = Date.now() + patience
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isPassing(error) || Date.now() > deadline) throw error
      await delay(10 + 40 * Math.random())
    }
  }
}

// A busy SQLite file, a deadlock of PostgreSQL's, a deadlock or a waited-out lock of MySQL's.
const passing = /^(SQLITE_BUSY|SQLITE_LOCKED|40P01$|ER_LOCK_DEADLOCK$|ER_LOCK_WAIT_TIMEOUT$)/

const isPassing = (error: unknown): boolean => passing.test(codeOf(error))
