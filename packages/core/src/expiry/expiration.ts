/** The three facts from which a session's end follows. Epoch milliseconds, and seconds (negative = never). */
export interface SessionTimes {
  readonly creationTime: number
  readonly lastAccessedTime: number
  readonly maxInactiveInterval: number
}

/**
 * When the session ends, in epoch milliseconds; `undefined` = never. The session is expired at that
 * very moment, not one millisecond later.
 */
export function expiresAt(
  times: SessionTimes,
  absoluteTimeout: number | undefined,
): number | undefined {
  const idle =
    times.maxInactiveInterval < 0
      ? undefined
      : times.lastAccessedTime + times.maxInactiveInterval * 1000
  const absolute = absoluteTimeout === undefined ? undefined : times.creationTime + absoluteTimeout
  if (idle === undefined || absolute === undefined) return idle ?? absolute
  return Math.min(idle, absolute)
}

export function isExpired(
  times: SessionTimes,
  now: number,
  absoluteTimeout: number | undefined,
): boolean {
  const end = expiresAt(times, absoluteTimeout)
  return end !== undefined && now >= end
}

/**
 * Is a read due to renew the access time? With `touchInterval` undefined the smaller of one second
 * and 1 % of the idle interval; 0 = each time. Renewing on every read costs a write on every read.
 */
export function isTouchDue(
  times: SessionTimes,
  now: number,
  touchInterval: number | undefined,
): boolean {
  const { maxInactiveInterval, lastAccessedTime } = times
  const every =
    touchInterval ?? (maxInactiveInterval < 0 ? 1000 : Math.min(1000, maxInactiveInterval * 10))
  return now > lastAccessedTime && now - lastAccessedTime >= every
}
