import { InvalidOptionError } from '../errors/invalid-option-error.ts'

/** A length of time with its unit: `'90s'`, `'30m'`, `'12h'`, `'14d'`. */
export type Duration = `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`

/** How long a session may stay unused, or live at all. */
export type Interval = Duration | 'never'

const UNIT = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const PATTERN = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/
const REMEDY =
  "Write a number and its unit, as in '90s', '30m', '12h' or '14d': Express counts milliseconds and Spring seconds, so a bare number would be a guess."

/** The length in milliseconds, or `InvalidOptionError` naming `option`. */
export function milliseconds(option: string, duration: Duration): number {
  const match = typeof duration === 'string' ? PATTERN.exec(duration) : null
  if (match === null) throw new InvalidOptionError(option, duration, REMEDY)
  const value = Number(match[1]) * UNIT[match[2] as keyof typeof UNIT]
  if (!Number.isSafeInteger(value)) {
    throw new InvalidOptionError(option, duration, 'Use whole milliseconds below 2^53.')
  }
  return value
}

/** 2^31 − 1: every store's layout holds the interval as a 32-bit number of seconds. */
const LARGEST = 2_147_483_647

/**
 * An idle interval in whole seconds, as the stored layouts hold it; negative = never.
 * A number is taken as seconds, which is what `session.maxInactiveInterval` reads.
 */
export function intervalSeconds(option: string, interval: Interval | number): number {
  if (interval === 'never') return -1
  const seconds = typeof interval === 'number' ? interval : milliseconds(option, interval) / 1000
  if (!Number.isInteger(seconds) || seconds > LARGEST || seconds < -LARGEST) {
    throw new InvalidOptionError(
      option,
      interval,
      "Use whole seconds up to 2147483647, or 'never': the stored layout counts seconds in 32 bits.",
    )
  }
  return seconds
}
