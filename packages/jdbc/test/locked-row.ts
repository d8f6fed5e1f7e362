import type { Knex } from 'knex'
import { expect, vi } from 'vitest'

export interface LockedRow {
  /** Resolves once a statement waits for it. */
  isWaitedFor(): Promise<void>
  release(): Promise<void>
}

/** Somebody else's transaction that has written to a session and goes on. */
export async function lockedRow(knex: Knex, id: string): Promise<LockedRow> {
  const transaction = await knex.transaction()
  const touch =
    'UPDATE SPRING_SESSION SET LAST_ACCESS_TIME = LAST_ACCESS_TIME + 1 WHERE SESSION_ID = ?'
  await transaction.raw(touch, [id])
  return {
    isWaitedFor: async () => {
      await vi.waitFor(async () => expect(await waiting(knex)).toBeGreaterThan(0), 10_000)
    },
    release: async () => {
      await transaction.rollback().catch(() => undefined)
    },
  }
}

/**
 * How many statements wait for a lock. Of MySQL's sources this one is counted at the moment of asking:
 * `information_schema.innodb_trx` is a copy, which is not renewed for who asks often.
 */
async function waiting(knex: Knex): Promise<number> {
  if (knex.client.dialect === 'postgresql') {
    const sql = "SELECT count(*) AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    const { rows } = (await knex.raw(sql)) as { rows: { n: unknown }[] }
    return Number(rows[0]?.n)
  }
  const sql = "SHOW GLOBAL STATUS LIKE 'Innodb_row_lock_current_waits'"
  const [rows] = (await knex.raw(sql)) as { Value: unknown }[][]
  return Number(rows?.[0]?.Value)
}
