import { SessionError } from './session-error.ts'

/** Stored bytes of one attribute cannot be read. They are kept as they are until the attribute is set. */
export class AttributeNotDecodableError extends SessionError {
  override readonly code = 'ATTRIBUTE_NOT_DECODABLE'
  readonly attribute: string

  constructor(attribute: string, reason: string) {
    super(`The stored value of attribute '${attribute}' cannot be read: ${reason}`)
    this.attribute = attribute
  }
}
