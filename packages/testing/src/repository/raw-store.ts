import type { EncodedValue } from '@session/core'

/** A session as the backend holds it. Times in epoch milliseconds, the interval in seconds. */
export interface RawSession {
  readonly creationTime: number
  readonly lastAccessedTime: number
  /** Negative = never. */
  readonly maxInactiveInterval: number
  /** The stored bytes by attribute name; removed attributes are not among them. */
  readonly attributes: ReadonlyMap<string, EncodedValue>
}

/**
 * A second door into the backend, which does not lead through the code under test: a store that is
 * written and read only through itself proves that it agrees with itself.
 *
 * A key is what the repository calls one: the session's id, or its handle with `hashIds`.
 */
export interface RawStore {
  /** The session under this key, expired or not; `undefined` when there is none. */
  read(key: string): Promise<RawSession | undefined>
  /** The keys of all sessions, expired or not. */
  keys(): Promise<readonly string[]>
  /** Replaces the stored bytes of one attribute. */
  write(key: string, attribute: string, value: EncodedValue): Promise<void>
  /**
   * Makes the session as old as if it had been left alone for so many milliseconds: its creation and
   * last access move back, and with them whatever expiry the backend derived from them (a column, a
   * score, a TTL). The session stays readable here even when that makes it expired.
   */
  age(key: string, milliseconds: number): Promise<void>
  /**
   * Everything that the backend holds for these sessions, as text: keys, values, index entries. The
   * same content gives the same text, so leave out what moves by itself, such as a remaining TTL.
   */
  dump(): Promise<string>
  /** Removes everything. Called before each test: no two suites may share a namespace. */
  clear(): Promise<void>
  /** How many commands the backend has got so far, where that can be counted. */
  calls?(): number | Promise<number>
}
