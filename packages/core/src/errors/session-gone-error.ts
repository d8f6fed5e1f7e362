import { SessionError } from './session-error.ts'

/** The session ended while it was in use, and the changes made to it were not stored. */
export class SessionGoneError extends SessionError {
  override readonly code = 'SESSION_GONE'

  constructor() {
    super(
      'The session was deleted, expired or given another id while this request was using it. Nothing was saved.',
      { outcome: 'not-applied', status: 409 },
    )
  }
}
