/** Which of Spring Session's structures Java services look in for sessions that end. */
export type ExpirationStore = 'minute-buckets' | 'sorted-set'

/** How long the hash of an ended session stays, in ms: who hears of the end late can still read it. */
export const GRACE = 300_000
