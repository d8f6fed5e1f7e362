import { type EncodedValue, InvalidOptionError } from '@session/core'
import type { RedisArgument } from './client/redis-client.ts'
import { type FlatHash, fieldsOf, textOf } from './hash.ts'

/** What a mapper makes of a foreign hash. Times are epoch milliseconds, the interval seconds. */
export interface MappedSession {
  readonly creationTime: number
  readonly lastAccessedTime: number
  /** Negative = never. */
  readonly maxInactiveInterval: number
  /** Name → value as the repository's codec stores it. */
  readonly attributes: ReadonlyMap<string, EncodedValue>
}

/**
 * Reads a hash that is no complete session: one of the three numbers is missing or unreadable. Gets
 * its key's id (the handle, when ids are hashed) and its fields, attributes under `sessionAttr:`.
 */
export type SessionMapper = (
  id: string,
  fields: ReadonlyMap<string, EncodedValue>,
) => MappedSession | undefined

const NUMBERS = ['creationTime', 'lastAccessedTime', 'maxInactiveInterval'] as const

/**
 * The complete hash as fields and values in turn, or `undefined` when the mapper gives it up.
 * @throws InvalidOptionError when what it returns is no session
 */
export function mappedFields(
  mapper: SessionMapper,
  id: string,
  flat: FlatHash,
): RedisArgument[] | undefined {
  const fields = new Map<string, EncodedValue>()
  for (let i = 0; i < flat.length; i += 2) fields.set(textOf(flat[i]), flat[i + 1] as EncodedValue)
  const session = mapper(id, fields)
  if (session === undefined) return undefined
  const wrong = NUMBERS.find((name) => !Number.isSafeInteger(session[name]))
  if (wrong !== undefined) {
    const remedy =
      'Return whole numbers: epoch milliseconds for the times, seconds for the interval.'
    throw new InvalidOptionError('mapper', `a session without ${wrong}`, remedy)
  }
  return [
    ...NUMBERS.flatMap((name) => [name, String(session[name])]),
    ...fieldsOf(session.attributes),
  ]
}
