/** What a driver's error means to the store. Nothing was written, whichever it is. */
export type Failure =
  /** Another writer was in the way: the same step is tried again until the deadline. */
  | 'contended'
  /** A key exists already. */
  | 'duplicate'
  /** The database takes no writes at present. */
  | 'read-only'
  | 'full'
  | 'missing-table'
  /** A value is longer than its column. */
  | 'too-long'
  /** The database refused before it did anything: it starts, it stops, it has no connection left. */
  | 'refused'

/** A step found that its row had moved under it, and wrote nothing. */
export class ContentionError extends Error {}

/**
 * The connection broke, or the server ended it: whether a statement was carried out is not known. What
 * drivers say without a code is said in words.
 */
export const isConnectionLost = (error: unknown): boolean =>
  /^(?:57P0[12]|08\w{3}|ECONNRESET|EPIPE|PROTOCOL_CONNECTION_LOST)$/.test(codeOf(error)) ||
  (error instanceof Error && /Connection terminated/.test(error.message))

/** The code of a driver's error, where it has one. */
export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
