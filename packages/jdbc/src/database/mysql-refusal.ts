import { AttributeNotStorableError, PRINCIPAL_NAME_INDEX_NAME } from '@session/core'
import { lookAlike } from './look-alike.ts'
import type { Parameters } from './statement.ts'

/** "Column cannot be null", which our statements cause. */
const NULL_REFUSED = 1048
/** "Incorrect string value", and two texts that have no character set in common. */
const CHARACTERS_REFUSED: readonly unknown[] = [1366, 1267]

/** Does it say that the column compared cannot hold such a text? Then no row has it. */
export const findsNothing = (error: unknown): boolean => {
  const { errno, sqlMessage = '' } = error as { errno?: number; sqlMessage?: string }
  return errno === 1267 && sqlMessage.endsWith("for operation '='")
}

/**
 * What MySQL's error means for the attribute that was written; the error itself when it means something
 * else. Both happen in tables of a Java application, whose columns have the server's character set.
 */
export const refusalOf = (error: unknown, parameters: Parameters): unknown => {
  const { errno, sqlMessage = '' } = error as { errno?: number; sqlMessage?: string }
  if (CHARACTERS_REFUSED.includes(errno)) return unknownCharacters(parameters) ?? error
  if (errno === NULL_REFUSED && sqlMessage.includes('ATTRIBUTE_BYTES'))
    return lookAlike(parameters) ?? error
  return error
}

const unknownCharacters = ({
  name,
  principal,
}: Parameters): AttributeNotStorableError | undefined => {
  const attribute = typeof principal === 'string' ? PRINCIPAL_NAME_INDEX_NAME : name
  return typeof attribute === 'string'
    ? new AttributeNotStorableError(
        attribute,
        'the character set of its column lacks some of the characters. Use utf8mb4, as the schema script of this package does.',
      )
    : undefined
}
