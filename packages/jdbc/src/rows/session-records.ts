import type { AttributeCodec } from '@session/core'
import type { EncodedAttributes, SessionRecord } from '@session/core/store'
import type { Row } from '../database/database.ts'
import { isPacked, packedSession } from './packed-session.ts'
import { RowAttributes } from './row-attributes.ts'
import { numberOf } from './row-value.ts'

/** The sessions in rows that come one for each session, or one for each attribute in whatever order. */
export function sessionRecords(
  rows: readonly Row[],
  form: AttributeCodec['form'],
): SessionRecord[] {
  const sessions = new Map<unknown, RowAttributes>()
  const records: SessionRecord[] = []
  for (const row of rows) {
    if (isPacked(row)) {
      records.push(packedSession(row, form))
      continue
    }
    let attributes = sessions.get(row.pk)
    if (attributes === undefined) {
      attributes = new RowAttributes(form)
      sessions.set(row.pk, attributes)
      records.push(recordOf(row, attributes))
    }
    if (typeof row.name === 'string') attributes.add(row.name, row.bytes)
  }
  return records.filter(isWhole)
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
