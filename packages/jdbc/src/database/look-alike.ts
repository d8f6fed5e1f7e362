import { AttributeNotStorableError } from '@session/core'
import type { Parameters } from './statement.ts'

/** The column's collation takes the name of the attribute that was written for another's. */
export const lookAlike = ({ name }: Parameters): AttributeNotStorableError | undefined =>
  typeof name === 'string'
    ? new AttributeNotStorableError(
        name,
        'the collation of the column ATTRIBUTE_NAME takes it for another attribute of this session. Use the schema script of this package.',
      )
    : undefined
