import type { SessionDelta } from './session-delta.ts'
import type { SessionRecord } from './session-record.ts'

/** What accompanies every call of a store. */
export interface StoreCall {
  /** Epoch milliseconds to judge by, when a test injected a clock. `undefined`: the store's own clock. */
  readonly now: number | undefined
  /** Aborted at the deadline, or by the caller. A driver that can cancel should. */
  readonly signal: AbortSignal
  /** Milliseconds after its creation at which a session ends, however often it is used. */
  readonly absoluteTimeout: number | undefined
  /** Milliseconds between two renewals of the access time by reads; see `isTouchDue`. */
  readonly touchInterval: number | undefined
}

/** Something that happened to a session, claimed by exactly one process. */
export interface StoreEvent {
  readonly type: 'created' | 'deleted' | 'expired' | 'id-changed'
  /** The session's key; after an id change the new one. */
  readonly id: string
  /** `id-changed` only: the key before. */
  readonly previousId?: string
  /** The last state, where the store can still give it. */
  readonly record?: SessionRecord
  /** Did this process claim it? Exactly one process may say so. */
  readonly local: boolean
}

/**
 * The small port behind every repository. Each method is one atomic step in the backend, and
 * repeating it after a lost reply does no harm. Keys arrive checked and, when the repository hashes
 * ids, hashed.
 *
 * A store throws whatever its driver throws; the repository wraps it so that no id and no value
 * leaves. A store that knows better throws a `SessionError` itself.
 */
export interface SessionStore {
  /** Stores a new session. `'taken'`: the key exists already, nothing was written. */
  insert(record: SessionRecord, call: StoreCall): Promise<'inserted' | 'taken'>
  /**
   * The session, never an expired one. With `touch`, and when `isTouchDue`, its access time is
   * renewed in the same step; a renewal that the backend refuses must not fail the read.
   */
  find(id: string, touch: boolean, call: StoreCall): Promise<SessionRecord | undefined>
  /** Applies the delta if the session exists and is not expired, else `'gone'`. Never creates. */
  update(id: string, delta: SessionDelta, call: StoreCall): Promise<'updated' | 'gone'>
  /**
   * Removes the session and returns its last state. Of two removers one gets it, and with it the
   * right to announce the end. An expired session is removed and returned too.
   */
  remove(id: string, call: StoreCall): Promise<SessionRecord | undefined>
  /** Live sessions under one index value. */
  findByIndex?(name: string, value: string, call: StoreCall): Promise<readonly SessionRecord[]>
  /** Removes up to `limit` expired sessions, oldest first, and returns those that this call removed. */
  removeExpired?(limit: number, call: StoreCall): Promise<readonly SessionRecord[]>
  /**
   * Called once somebody listens. Delivers what happens elsewhere (`local: false`), and what this
   * process claimed outside `remove` and `removeExpired` (`local: true`). Calls `missed` when events
   * were lost, with the time of the last one before them (epoch milliseconds) where it is known.
   * Resolves to its own undoing.
   */
  subscribe?(
    deliver: (event: StoreEvent) => void,
    missed: (since: number | undefined) => void,
  ): Promise<() => Promise<void>>
  /** Makes schema, indexes and whatever else must be there. Called once, before the first call. */
  prepare?(): Promise<void>
}
