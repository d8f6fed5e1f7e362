import type { EncodedValue } from '@session/core'
import {
  type EncodedAttributes,
  encodedAttributes,
  type SessionRecord,
  type SessionTimes,
} from '@session/core/store'
import type { RedisArgument, RedisReply } from './client/redis-client.ts'

/** Spring Session's field names. */
export const ATTRIBUTE = 'sessionAttr:'

/** A hash as `HGETALL` gives it: names and values in turn. */
export type FlatHash = readonly (string | Uint8Array)[]

/**
 * The record in a hash, read where it lies; `undefined` when one of the three numbers is missing or
 * unreadable: then it is no session.
 */
export function recordOf(id: string, flat: FlatHash): SessionRecord | undefined {
  const attributes = new Map<string, EncodedValue>()
  const numbers = new Map<string, number>()
  for (let i = 0; i < flat.length; i += 2) {
    const name = textOf(flat[i] as EncodedValue)
    const value = flat[i + 1] as EncodedValue
    // Java writes a removed attribute as no bytes at all.
    if (name.startsWith(ATTRIBUTE)) {
      if (value.length > 0) attributes.set(name.slice(ATTRIBUTE.length), value)
    } else numbers.set(name, numberOf(value))
  }
  const creationTime = numbers.get('creationTime') ?? Number.NaN
  const lastAccessedTime = numbers.get('lastAccessedTime') ?? Number.NaN
  const maxInactiveInterval = numbers.get('maxInactiveInterval') ?? Number.NaN
  const times = { creationTime, lastAccessedTime, maxInactiveInterval }
  return sessionRecord(id, times, encodedAttributes(attributes))
}

/** `undefined` when one of the numbers is none. */
export function sessionRecord(
  id: string,
  { creationTime, lastAccessedTime, maxInactiveInterval }: SessionTimes,
  attributes: EncodedAttributes,
): SessionRecord | undefined {
  if (!Number.isSafeInteger(creationTime + lastAccessedTime + maxInactiveInterval)) return undefined
  return { id, creationTime, lastAccessedTime, maxInactiveInterval, attributes, indexes: NONE }
}

/** The attributes of a record as fields and values in turn. */
export function fieldsOf(set: Iterable<readonly [string, EncodedValue]>): RedisArgument[] {
  const fields: RedisArgument[] = []
  for (const [name, value] of set) fields.push(ATTRIBUTE + name, value)
  return fields
}

export const attributesOf = function* (
  record: SessionRecord,
): Generator<readonly [string, EncodedValue]> {
  for (const name of record.attributes.names()) {
    const value = record.attributes.get(name)
    if (value !== undefined) yield [name, value]
  }
}

export const textOf = (value: RedisReply | undefined): string =>
  typeof value === 'string'
    ? value
    : value instanceof Uint8Array
      ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString()
      : ''

export const numberOf = (value: EncodedValue): number => {
  const text = textOf(value)
  return /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN
}

const NONE: ReadonlyMap<string, string> = new Map()
