import { SessionError } from './session-error.ts'

/** `getRequiredAttribute()` found nothing. */
export class MissingAttributeError extends SessionError {
  override readonly code = 'MISSING_ATTRIBUTE'

  constructor(attribute: string) {
    super(`The session has no attribute '${attribute}'.`)
  }
}
