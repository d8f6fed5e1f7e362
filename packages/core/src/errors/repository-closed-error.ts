import { SessionError } from './session-error.ts'

/** The repository was used after `close()`. */
export class RepositoryClosedError extends SessionError {
  override readonly code = 'REPOSITORY_CLOSED'

  constructor() {
    super('The session repository was closed.', { status: 503 })
  }
}
