import type { SessionAttributes } from '../session/attributes.ts'
import type { HttpSession } from './http-session.ts'

/** The session side of one request. Frameworks put the first two on the request itself. */
export interface RequestSession<A = SessionAttributes> {
  /** The session that the client presented, else a new one in memory: nothing is stored yet. */
  getSession(): Promise<HttpSession<A>>
  getSession(options: { create: false }): Promise<HttpSession<A> | undefined>
  getSession(options: { create?: boolean }): Promise<HttpSession<A> | undefined>
  /**
   * Ends the presented session by its id alone, without loading it, and clears the client's id even
   * when the store is down; the error is still reported.
   */
  invalidateSession(): Promise<void>
  /** The id that the client presented, valid or not; the valid one once that is known. */
  readonly requestedSessionId: string | undefined
  /** Is there a session for the presented id? Loads it, and renews its access time. */
  isRequestedSessionIdValid(): Promise<boolean>
}
