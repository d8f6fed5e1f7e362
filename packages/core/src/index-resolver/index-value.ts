import { AttributeNotStorableError } from '../errors/attribute-not-storable-error.ts'

/**
 * Could a session have this index value? Half a surrogate pair has no bytes of its own in UTF-8: stores
 * would take two users whose names differ in it for one.
 */
export const isIndexValue = (value: string): boolean => !/\p{Surrogate}/u.test(value)

/** @throws AttributeNotStorableError */
export function checkIndexValue(name: string, value: string): void {
  if (isIndexValue(value)) return
  throw new AttributeNotStorableError(
    name,
    'a value to find sessions by must not contain half of a surrogate pair.',
  )
}
