import {
  AttributeNotStorableError,
  type EncodedValue,
  InvalidOptionError,
  PRINCIPAL_NAME_INDEX_NAME,
} from '@session/core'

const ID = 36
const ATTRIBUTE_NAME = 200
const PRINCIPAL_NAME = 100
/** Of our own table of indexes. */
const INDEX_NAME = 200
const INDEX_VALUE = 200

/** U+0000, which text columns refuse, and halves of surrogate pairs, which all become the same character. */
const NO_TEXT = /[\0\p{Surrogate}]/u

/** Would the column hold it? In characters, not in UTF-16 units. */
const fits = (text: string, length: number): boolean =>
  !NO_TEXT.test(text) && (text.length <= length || [...text].length <= length)

/** Could this value stand in the principal's column? If not, no session has it. */
export const isPrincipal = (value: string): boolean => fits(value, PRINCIPAL_NAME)

/** If not, no session has such an attribute. */
export const isAttributeName = (name: string): boolean => fits(name, ATTRIBUTE_NAME)

export const isIndexEntry = (name: string, value: string): boolean =>
  fits(name, INDEX_NAME) && fits(value, INDEX_VALUE)

/** @throws InvalidOptionError when the id does not fit into CHAR(36) */
export function checkId(id: string): void {
  if (id.length <= ID) return
  throw new InvalidOptionError(
    'idGenerator',
    `an id of ${id.length} characters`,
    `The column SESSION_ID takes ${ID}: use randomSessionIdGenerator() or uuidSessionIdGenerator().`,
  )
}

/** @throws AttributeNotStorableError */
export function checkAttributeName(name: string): void {
  if (isAttributeName(name)) return
  throw new AttributeNotStorableError(
    name,
    `a name has at most ${ATTRIBUTE_NAME} characters, no U+0000 and no half of a surrogate pair.`,
  )
}

/** @throws AttributeNotStorableError */
export function checkIndex(name: string, value: string): void {
  if (name === PRINCIPAL_NAME_INDEX_NAME ? isPrincipal(value) : isIndexEntry(name, value)) return
  const length = name === PRINCIPAL_NAME_INDEX_NAME ? PRINCIPAL_NAME : INDEX_VALUE
  throw new AttributeNotStorableError(
    name,
    `a value to find sessions by has at most ${length} characters, no U+0000 and no half of a surrogate pair.`,
  )
}

/** U+0000, and halves of a surrogate pair, as JSON writes them. */
const NO_JSONB = /(?<!\\)(?:\\\\)*\\u(?:0000|[dD][89a-fA-F])/

/** @throws AttributeNotStorableError when a JSON column would refuse the value */
export function checkJson(name: string, value: EncodedValue): void {
  if (typeof value === 'string' && !NO_JSONB.test(value)) return
  throw new AttributeNotStorableError(
    name,
    "a JSON column takes no U+0000 and no half of a surrogate pair. Use attributeColumn: 'bytes'.",
  )
}
