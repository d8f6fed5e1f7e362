import type { AttributeCodec } from '@session/core'
import type { SessionRecord } from '@session/core/store'
import type { Row } from '../database/database.ts'
import { PackedAttributes } from './packed-attributes.ts'
import { bytesOf, numberOf } from './row-value.ts'

/** A whole session in one row: a list in JSON, and all values one behind the other. */
export interface PackedRow extends Row {
  /** `[id, created, accessed, idle, [name, …], [length of its value, …]]`; no lists without attributes. */
  readonly session: string
  /** What the lengths count the characters of; else `bytes` has it. */
  readonly text?: unknown
  readonly bytes?: unknown
}

export const isPacked = (row: Row): row is PackedRow => typeof row.session === 'string'

export function packedSession(
  { session, text, bytes }: PackedRow,
  form: AttributeCodec['form'],
): SessionRecord {
  const [id, created, accessed, idle, names, lengths] = JSON.parse(session) as Session
  const content = typeof text === 'string' ? text : (bytesOf(bytes) ?? '')
  return {
    // CHAR(36) comes with blanks behind a shorter id.
    id: String(id).trimEnd(),
    creationTime: numberOf(created),
    lastAccessedTime: numberOf(accessed),
    maxInactiveInterval: numberOf(idle),
    attributes: new PackedAttributes({ names: names ?? [], lengths: lengths ?? [], content }, form),
    indexes: NONE,
  }
}

type Session = readonly [
  id: string,
  created: number,
  accessed: number,
  idle: number,
  names: readonly string[] | null,
  lengths: readonly number[] | null,
]

const NONE: ReadonlyMap<string, string> = new Map()
