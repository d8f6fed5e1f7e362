import type { SessionAttributes } from '../session/attributes.ts'
import type { Session } from '../session/session.ts'

/** Something that happened to one session. */
export interface SessionEvent<T extends string, A = SessionAttributes> {
  readonly type: T
  /** A secret while the session lives; after an id change the new one. Log `handle` instead. */
  readonly sessionId: string
  readonly handle: string
  readonly principalName: string | undefined
  /** The last state, read-only, where the store can still give it. */
  readonly session: Readonly<Session<A>> | undefined
  /** True on exactly one node: send the one mail there. */
  readonly local: boolean
}

export type SessionCreatedEvent<A = SessionAttributes> = SessionEvent<'created', A>
export type SessionDeletedEvent<A = SessionAttributes> = SessionEvent<'deleted', A>
export type SessionExpiredEvent<A = SessionAttributes> = SessionEvent<'expired', A>
/** A session ended, one way or the other; `type` says which. */
export type SessionDestroyedEvent<A = SessionAttributes> = SessionEvent<'deleted' | 'expired', A>

export interface SessionIdChangedEvent<A = SessionAttributes>
  extends SessionEvent<'id-changed', A> {
  readonly previousSessionId: string
  readonly previousHandle: string
}

/**
 * This process may have missed events: it was cut off for longer than the store remembers them. What
 * you keep in step with sessions, read anew.
 */
export interface SessionGapEvent {
  readonly type: 'gap'
  /** When the last event before the gap happened; `undefined` when none was heard. */
  readonly since: Date | undefined
}

/** Event type → event. A listener of `'destroyed'` hears what those of `'deleted'` and `'expired'` hear. */
export interface SessionEvents<A = SessionAttributes> {
  created: SessionCreatedEvent<A>
  deleted: SessionDeletedEvent<A>
  expired: SessionExpiredEvent<A>
  destroyed: SessionDestroyedEvent<A>
  'id-changed': SessionIdChangedEvent<A>
  gap: SessionGapEvent
}
