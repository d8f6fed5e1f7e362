import type { EncodedValue } from '../codec/attribute-codec.ts'
import { expiresAt, type SessionTimes } from '../expiry/expiration.ts'
import type { SessionDelta } from '../store/session-delta.ts'
import type { SessionRecord } from '../store/session-record.ts'

/**
 * A session as it lies in a map: plain data, so that a map that serializes its values can hold it.
 * Never changed in place: whoever read it keeps what was read.
 */
export interface StoredSession extends SessionTimes {
  /** Attribute name → encoded value. Has no prototype, so that any name is an ordinary one. */
  readonly attributes: Readonly<Record<string, EncodedValue>>
  readonly indexes: Readonly<Record<string, string>>
}

export function toStoredSession(record: SessionRecord): StoredSession {
  const attributes = emptyRecord<EncodedValue>()
  for (const name of record.attributes.names()) {
    const value = record.attributes.get(name)
    if (value !== undefined) attributes[name] = value
  }
  const { creationTime, lastAccessedTime, maxInactiveInterval } = record
  const indexes = Object.assign(emptyRecord<string>(), Object.fromEntries(record.indexes))
  return { creationTime, lastAccessedTime, maxInactiveInterval, attributes, indexes }
}

export function toRecord(id: string, stored: StoredSession): SessionRecord {
  const { creationTime, lastAccessedTime, maxInactiveInterval, attributes } = stored
  return {
    id,
    creationTime,
    lastAccessedTime,
    maxInactiveInterval,
    attributes: {
      get: (name) => (Object.hasOwn(attributes, name) ? attributes[name] : undefined),
      names: () => Object.keys(attributes),
    },
    indexes: new Map(Object.entries(stored.indexes)),
  }
}

export function applyDelta(stored: StoredSession, delta: SessionDelta): StoredSession {
  const attributes = copyOf(stored.attributes)
  for (const [name, value] of delta.set) attributes[name] = value
  for (const name of delta.removed) delete attributes[name]
  const indexes = copyOf(stored.indexes)
  for (const [name, { to }] of delta.indexes) {
    if (to === undefined) delete indexes[name]
    else indexes[name] = to
  }
  return {
    creationTime: stored.creationTime,
    lastAccessedTime: Math.max(stored.lastAccessedTime, delta.lastAccessedTime ?? 0),
    maxInactiveInterval: delta.maxInactiveInterval ?? stored.maxInactiveInterval,
    attributes,
    indexes,
  }
}

export function touched(stored: StoredSession, now: number): StoredSession {
  return { ...stored, lastAccessedTime: now }
}

/** Milliseconds that the session has left; `undefined` = for ever. */
export function timeLeft(
  stored: StoredSession,
  now: number,
  absoluteTimeout: number | undefined,
): number | undefined {
  const end = expiresAt(stored, absoluteTimeout)
  return end === undefined ? undefined : end - now
}

const emptyRecord = <T>(): Record<string, T> => Object.create(null) as Record<string, T>

function copyOf<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  const copy = emptyRecord<T>()
  for (const name of Object.keys(record)) copy[name] = record[name] as T
  return copy
}
