import type { StoredSession } from './stored-session.ts'

/** What lies in an asynchronous map: sessions, and under `index:…` keys the ids that an index value has. */
export type AsyncMapValue = StoredSession | readonly string[]

/**
 * The part of an asynchronous map (Keyv and its like) that is called. Values are plain data; with the
 * default codec they survive JSON.
 */
export interface AsyncMap {
  get(key: string): Promise<AsyncMapValue | undefined>
  /** `ttl` in milliseconds: the map may forget the entry after it. */
  set(key: string, value: AsyncMapValue, ttl?: number): Promise<unknown>
  delete(key: string): Promise<unknown>
  /** All keys. Without it expired sessions are removed when they are asked for, or by the map's own TTL. */
  keys?(): AsyncIterable<string> | Iterable<string>
}
