import type { StoreEvent } from '@session/core/store'
import type { RedisReply } from '../client/redis-client.ts'
import { type FlatHash, textOf } from '../hash.ts'

/** An entry of the stream: what happened, who did it, and the session's fields, except where its id changed. */
export interface EventEntry {
  readonly type: StoreEvent['type']
  readonly id: string
  readonly node: string
  readonly claim: string
  /** `id-changed` only, else empty. */
  readonly previous: string
  readonly state: FlatHash
}

const NAMES = ['type', 'id', 'node', 'claim', 'previous'] as const
const TYPES: readonly string[] = ['created', 'deleted', 'expired', 'id-changed']

/** Is this what a session's key may end with? */
export const isSessionId = (text: string): boolean => /^[\w-]{20,128}$/.test(text)

/** Entries are untrusted bytes: what is no event is passed over. */
export function eventEntry(fields: unknown): EventEntry | undefined {
  if (!Array.isArray(fields)) return undefined
  const [type, id, node, claim, previous] = NAMES.map((name, i) =>
    textOf(fields[2 * i]) === name ? textOf(fields[2 * i + 1]) : '',
  ) as [string, string, string, string, string]
  if (!TYPES.includes(type) || !isSessionId(id) || node === '') return undefined
  if ((type === 'id-changed') !== isSessionId(previous)) return undefined
  const state = fields.slice(2 * NAMES.length)
  return { type: type as StoreEvent['type'], id, node, claim, previous, state }
}

/** RESP2 answers a list of [key, entries], RESP3 a map, which clients give flat or as an object. */
export function entriesOf(reply: RedisReply): readonly (readonly [RedisReply, unknown])[] {
  if (reply === null) return []
  if (!Array.isArray(reply)) return (Object.values(reply)[0] ?? []) as [RedisReply, unknown][]
  const [first, second] = reply as readonly RedisReply[]
  return (Array.isArray(first) ? first[1] : second) as [RedisReply, unknown][]
}
