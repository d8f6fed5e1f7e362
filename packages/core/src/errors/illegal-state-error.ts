import { SessionError } from './session-error.ts'

/** The call makes no sense at this moment: after `invalidate()`, after the response, after the head. */
export class IllegalStateError extends SessionError {
  override readonly code = 'ILLEGAL_STATE'
}
