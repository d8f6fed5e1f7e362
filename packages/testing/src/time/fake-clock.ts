import type { Clock, Duration } from '@session/core'

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** Moves it forward and returns the new time, in epoch milliseconds. */
  advance(by: Duration): number
}

const UNIT: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/**
 * For the option `clock`. It decides what is expired, in the store too; it does not move a backend's
 * own TTL, so let it start now and only go forward.
 *
 * ```ts
 * const clock = fakeClock()
 * const sessions = new MapSessionRepository(new Map(), { clock })
 * clock.advance('30m')
 * ```
 *
 * @param start a date or epoch milliseconds; the present by default
 */
export function fakeClock(start: Date | number = Date.now()): FakeClock {
  let now = Number(start)
  return {
    now: () => now,
    advance(by) {
      const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(by)
      if (match === null) throw new TypeError(`'${by}' is no duration. Write '90s', '5m' or '2h'.`)
      now += Number(match[1]) * (UNIT[match[2] as string] as number)
      return now
    },
  }
}
