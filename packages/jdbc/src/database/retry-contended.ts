import { setTimeout as pause } from 'node:timers/promises'
import type { StoreCall } from '@session/core/store'
import type { Failure } from './failure.ts'

/** The longest pause between two attempts, in milliseconds. */
const LONGEST_PAUSE = 50

/**
 * Repeats a step that met another writer, which has written nothing then, until the call is given up.
 * The pauses are of random length, so that two do not meet again and again.
 */
export async function retryContended<T>(
  call: Pick<StoreCall, 'signal'>,
  failureOf: (error: unknown) => Failure | undefined,
  step: () => Promise<T>,
  attempts: number = Number.POSITIVE_INFINITY,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await step()
    } catch (error) {
      const isLast = attempt >= attempts || call.signal.aborted
      if (isLast || failureOf(error) !== 'contended') throw error
      await pause(Math.random() * Math.min(2 ** attempt, LONGEST_PAUSE))
    }
  }
}
