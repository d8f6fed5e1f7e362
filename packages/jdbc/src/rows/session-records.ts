import type { AttributeCodec } from '@session/core'
import type { EncodedAttributes, SessionRecord } from '@session/core/store'
import type { Row } from '../database/database.ts'
import { encodedValueOf, numberOf } from './row-value.ts'

/** The sessions in rows that come one for each attribute, in whatever order. */
export function sessionRecords(
  rows: readonly Row[],
  form: AttributeCodec['form'],
): SessionRecord[] {
  const records = new Map<unknown, { record: SessionRecord; attributes: RowAttributes }>()
  for (const row of rows) {
    let entry = records.get(row.pk)
    if (entry === undefined) {
      const attributes = new RowAttributes(form)
      entry = { record: recordOf(row, attributes), attributes }
      records.set(row.pk, entry)
    }
    if (typeof row.name === 'string') entry.attributes.add(row.name, row.bytes)
  }
  return [...records.values()].map(({ record }) => record).filter(isWhole)
}

const recordOf = (row: Row, attributes: EncodedAttributes): SessionRecord => ({
  // CHAR(36) comes with blanks behind a shorter id.
  id: String(row.id).trimEnd(),
  creationTime: numberOf(row.created),
  lastAccessedTime: numberOf(row.accessed),
  maxInactiveInterval: numberOf(row.idle),
  attributes,
  indexes: NONE,
})

/** SQLite keeps text in a column of numbers when it is given some. */
const isWhole = ({ creationTime, lastAccessedTime, maxInactiveInterval }: SessionRecord): boolean =>
  Number.isSafeInteger(creationTime + lastAccessedTime + maxInactiveInterval)

const NONE: ReadonlyMap<string, string> = new Map()

/** Values stay what the driver gave until they are asked for: most are never read. */
class RowAttributes implements EncodedAttributes {
  readonly #values = new Map<string, unknown>()
  readonly #form: AttributeCodec['form']

  constructor(form: AttributeCodec['form']) {
    this.#form = form
  }

  add(name: string, value: unknown): void {
    this.#values.set(name, value)
  }

  get(name: string): ReturnType<EncodedAttributes['get']> {
    const value = this.#values.get(name)
    return value === undefined ? undefined : encodedValueOf(value, this.#form)
  }

  names(): Iterable<string> {
    return this.#values.keys()
  }
}
