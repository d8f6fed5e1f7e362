import { SessionError } from './session-error.ts'

/** A value was refused when it was set: nothing reached the store. */
export class AttributeNotStorableError extends SessionError {
  override readonly code = 'ATTRIBUTE_NOT_STORABLE'
  readonly attribute: string

  constructor(attribute: string, reason: string) {
    super(`The attribute '${attribute}' cannot be stored: ${reason}`)
    this.attribute = attribute
  }
}
