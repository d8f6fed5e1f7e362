import { SessionError } from './session-error.ts'

/** `save()` was given a session that another repository made. */
export class ForeignSessionError extends SessionError {
  override readonly code = 'FOREIGN_SESSION'

  constructor() {
    super(
      'Only sessions made by this repository can be saved to it. Use its createSession() or findById().',
    )
  }
}
