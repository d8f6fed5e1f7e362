import { SessionError } from './session-error.ts'

/** The store has no room for another session. Sessions that exist keep working. */
export class StoreFullError extends SessionError {
  override readonly code = 'STORE_FULL'

  constructor(message: string) {
    super(message, { retryable: true, status: 503 })
  }
}
