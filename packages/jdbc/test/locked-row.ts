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
      // InnoDB shows what it showed before to whoever asks again within 100 ms.
      const options = { timeout: 2000, interval: 150 }
      await vi.waitFor(async () => expect(await waiting(knex)).toBeGreaterThan(0), options)
    },
    release: async () => {
      await transaction.rollback().catch(() => undefined)
    },
  }
}

/** How many statements wait for a lock. */
async function waiting(knex: Knex): Promise<number> {
  const isPostgresql = knex.client.dialect === 'postgresql'
  const answer = (await knex.raw(
    isPostgresql
      ? "SELECT count(*) AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
      : "SELECT count(*) AS n FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'",
  )) as { rows: { n: unknown }[] } & { n: unknown }[][]
  const [row] = isPostgresql ? answer.rows : (answer[0] ?? [])
  return Number(row?.n)
}
