/**
 * Where time comes from. Only tests inject one: shared stores judge expiry by their own clock, and an
 * injected clock is passed along to them and then decides everywhere.
 */
export interface Clock {
  /** Milliseconds since 1970 UTC. */
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }
