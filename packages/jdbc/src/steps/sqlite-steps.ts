import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Row } from '../database/database.ts'
import type { ClockParameters } from './session-steps.ts'
import { StepwiseSteps } from './stepwise-steps.ts'

/** How many sessions are removed in one go, in which the driver does nothing else: some 20 ms. */
const BATCH = 50

/** The driver works in the thread of the process: a sweep lets others have their turn. */
export class SqliteSteps extends StepwiseSteps {
  override async removeExpired(
    limit: number,
    clock: ClockParameters,
    claim: string,
  ): Promise<readonly Row[]> {
    const removed: Row[] = []
    for (let left = limit; left > 0; ) {
      const batch = Math.min(left, BATCH)
      const rows = await this.#next(batch, clock, claim, removed.length > 0)
      removed.push(...rows)
      const sessions = new Set(rows.map(({ pk }) => pk)).size
      if (sessions < batch) break
      left -= sessions
      await nextTurn()
    }
    return removed
  }

  /** What the batches before have removed must be told of: a failure after them waits for the next sweep. */
  async #next(
    limit: number,
    clock: ClockParameters,
    claim: string,
    isLater: boolean,
  ): Promise<readonly Row[]> {
    try {
      return await super.removeExpired(limit, clock, claim)
    } catch (error) {
      if (isLater) return []
      throw error
    }
  }
}
