import type { EncodedValue } from '../codec/attribute-codec.ts'
import type { SessionTimes } from '../expiry/expiration.ts'

/**
 * Attributes as they are stored, read where they lie: nothing copied, nothing decoded. A `Map` fits
 * through `encodedAttributes(map)`.
 */
export interface EncodedAttributes {
  get(name: string): EncodedValue | undefined
  names(): Iterable<string>
}

/** A whole session as a store holds it. Times are epoch milliseconds, the interval seconds. */
export interface SessionRecord extends SessionTimes {
  /** The key: the session's id, or its handle when the repository hashes ids. */
  readonly id: string
  readonly attributes: EncodedAttributes
  /** Index name → value. What a store returns here is not read: the attributes decide. */
  readonly indexes: ReadonlyMap<string, string>
}

export const encodedAttributes = (map: ReadonlyMap<string, EncodedValue>): EncodedAttributes => ({
  get: (name) => map.get(name),
  names: () => map.keys(),
})
