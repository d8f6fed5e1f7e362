import type { SessionAttributes } from '@session/core'
import type { RequestSession } from '@session/core/http'

declare global {
  namespace Express {
    interface Request extends SessionRequest {}
  }
}

/** What `session()` adds to a request. */
export type SessionRequest = Pick<
  RequestSession<SessionAttributes>,
  'getSession' | 'invalidateSession'
>
