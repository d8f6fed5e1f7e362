import type { Duration } from '../expiry/duration.ts'
import type { SessionAttributes } from '../session/attributes.ts'
import type { Session } from '../session/session.ts'

/** A session as a request sees it: saved by itself before the response leaves. */
export interface HttpSession<A = SessionAttributes> extends Session<A> {
  /** Does the client not know of it yet? */
  readonly isNew: boolean
  /** Stores it though it is empty. */
  start(): void
  /**
   * Keeps the user logged in beyond the browser window: sets the idle interval, and the cookie
   * outlives the window, also after a later id change.
   * @default '30d'
   */
  rememberMe(validity?: Duration): void
  /** Saves now instead of before the response leaves. */
  save(): Promise<void>
  /** Ends the session in the store and at the client. `getSession()` then makes a fresh one. */
  invalidate(): Promise<void>
}

/**
 * The attribute that marks a session as remembered: Spring Session's constant, stored so that a later
 * id change in another request keeps the cookie's lifetime.
 */
export const REMEMBER_ME_ATTRIBUTE =
  'org.springframework.session.security.web.authentication.SpringSessionRememberMeServicesREMEMBER_ME_LOGIN_ATTR'
