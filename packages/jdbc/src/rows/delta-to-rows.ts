import { type EncodedValue, PRINCIPAL_NAME_INDEX_NAME } from '@session/core'
import type { SessionDelta, SessionRecord } from '@session/core/store'
import type { AttributeColumn } from '../dialect/dialect.ts'
import type { AttributeRow, NewSessionRows, SessionChanges } from '../steps/session-steps.ts'
import {
  checkAttributeName,
  checkId,
  checkIndex,
  checkJson,
  isAttributeName,
} from './column-limits.ts'

/**
 * A new session as rows.
 * @throws InvalidOptionError, AttributeNotStorableError for what does not fit into the columns
 */
export function newSessionRows(
  record: SessionRecord,
  {
    primaryId,
    expiry,
    column,
  }: { primaryId: string; expiry: number | null; column: AttributeColumn },
): NewSessionRows {
  checkId(record.id)
  for (const [name, value] of record.indexes) checkIndex(name, value)
  return {
    session: {
      primaryId,
      id: record.id,
      created: record.creationTime,
      accessed: record.lastAccessedTime,
      idle: record.maxInactiveInterval,
      expiry,
      principal: record.indexes.get(PRINCIPAL_NAME_INDEX_NAME) ?? null,
    },
    attributes: attributeRows(valuesOf(record), column),
    indexes: [...record.indexes]
      .filter(([name]) => name !== PRINCIPAL_NAME_INDEX_NAME)
      .map(([name, value]) => ({ name, value })),
  }
}

/**
 * What a save changes, as rows.
 * @throws InvalidOptionError, AttributeNotStorableError for what does not fit into the columns
 */
export function sessionChanges(
  id: string,
  delta: SessionDelta,
  column: AttributeColumn,
): SessionChanges {
  if (delta.newId !== undefined) checkId(delta.newId)
  for (const [name, { to }] of delta.indexes) if (to !== undefined) checkIndex(name, to)
  const principal = delta.indexes.get(PRINCIPAL_NAME_INDEX_NAME)
  return {
    id,
    newId: delta.newId ?? null,
    touch: delta.lastAccessedTime !== undefined,
    idle: delta.maxInactiveInterval ?? null,
    principal: principal === undefined ? undefined : (principal.to ?? null),
    set: attributeRows(delta.set, column),
    removed: [...delta.removed].filter(isAttributeName),
    indexes: [...delta.indexes]
      .filter(([name]) => name !== PRINCIPAL_NAME_INDEX_NAME)
      .map(([name, { to }]) => ({ name, value: to ?? null })),
  }
}

function attributeRows(
  values: Iterable<readonly [string, EncodedValue]>,
  column: AttributeColumn,
): AttributeRow[] {
  const rows: AttributeRow[] = []
  for (const [name, value] of values) {
    checkAttributeName(name)
    if (column === 'json') checkJson(name, value)
    rows.push({ name, value: column === 'json' ? value : bytesOf(value) })
  }
  return rows
}

/** A Buffer: drivers take other views for lists, or for all of the memory behind them. */
const bytesOf = (value: EncodedValue): Buffer =>
  typeof value === 'string'
    ? Buffer.from(value)
    : Buffer.from(value.buffer, value.byteOffset, value.byteLength)

const valuesOf = function* ({
  attributes,
}: SessionRecord): Generator<readonly [string, EncodedValue]> {
  for (const name of attributes.names()) {
    const value = attributes.get(name)
    if (value !== undefined) yield [name, value]
  }
}
