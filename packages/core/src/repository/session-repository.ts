import type { SessionAttributes } from '../session/attributes.ts'
import type { Session } from '../session/session.ts'

export interface CallOptions {
  /** Gives up early. The library's own deadline, `storeTimeout`, holds in any case. */
  signal?: AbortSignal
}

export interface FindOptions extends CallOptions {
  /** Renew the access time in the same step, as a request does. @default false */
  touch?: boolean
}

/** Stores sessions. Only sessions made by the same repository may be saved to it. */
export interface SessionRepository<A = SessionAttributes> {
  /** A new session, not stored yet: an unused session costs no command. */
  createSession(): Session<A>
  /**
   * Writes what changed since the last save; nothing when nothing did. Resolves once the store has
   * acknowledged. Never brings a session back: one that ended meanwhile rejects.
   * @throws SessionGoneError, StoreTimeoutError, StoreUnavailableError
   */
  save(session: Session<A>, options?: CallOptions): Promise<void>
  /**
   * The session, or `undefined` when it is missing or expired, or the id is malformed.
   * @throws StoreTimeoutError, StoreUnavailableError: an unreachable store is not a missing session.
   */
  findById(id: string, options?: FindOptions): Promise<Session<A> | undefined>
  /** Removes the session. A missing id is not an error. */
  deleteById(id: string, options?: CallOptions): Promise<void>
}
