import { type Outcome, SessionError } from './session-error.ts'

/** The caller's `signal` was aborted before the store answered. */
export class CallAbortedError extends SessionError {
  override readonly code = 'CALL_ABORTED'

  constructor(operation: string, outcome: Outcome) {
    super(`The call '${operation}' was aborted by its signal.`, { outcome, status: 503 })
  }
}
