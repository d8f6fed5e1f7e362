import { SessionError } from './session-error.ts'

/** The id generator produced an id that another session already has. */
export class SessionIdTakenError extends SessionError {
  override readonly code = 'SESSION_ID_TAKEN'

  constructor() {
    super(
      'A session with the id of this new session exists already. Nothing was stored. The idGenerator must never repeat an id: use randomSessionIdGenerator().',
    )
  }
}
