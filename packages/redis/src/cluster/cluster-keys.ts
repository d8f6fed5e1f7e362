import { InvalidOptionError } from '@session/core'
import { RedisKeys } from '../keys.ts'

const MINUTE = 60_000

/** Does every key of this namespace lie in one slot? Redis hashes what stands in the first braces. */
export const isOneSlot = (namespace: string): boolean => /^[^{]*\{[^}]+\}/.test(namespace)

/**
 * Keys over several slots. Spring Session's names have no hash tag; ours have one, so that what one
 * script must see together lies together: beside a session's hash, and the sweep set with the stream.
 */
export class ClusterKeys extends RedisKeys {
  /** @throws InvalidOptionError */
  constructor(namespace: string) {
    super(namespace)
    // A lone brace would end or begin a tag where none is meant.
    if (/[{}]/.test(namespace) && !isOneSlot(namespace)) {
      const remedy = "Leave the braces out, or make one hash tag of them, as in '{shop}:session'."
      throw new InvalidOptionError('namespace', namespace, remedy)
    }
  }

  /** String: the new id that a session is about to get. */
  idClaim(id: string): string {
    return `${this.namespace}:node:id-change:{${this.session(id)}}`
  }

  /** Set of the index keys that a session is in. */
  indexesOf(id: string): string {
    return `${this.namespace}:node:indexes:{${this.session(id)}}`
  }

  /** Empty string whose end is the end of the session to Java. */
  shadow(id: string): string {
    return this.shadowPrefix + id
  }

  /** Channel on which Java services hear of a new session. A Cluster has one database. */
  createdChannel(id: string): string {
    return `${this.namespace}:event:0:created:${id}`
  }

  /** Set of what ends in the minute before: Spring Session's, swept by Java for events on time. */
  bucket(end: number): string {
    return `${this.namespace}:expirations:${(Math.floor(end / MINUTE) + 1) * MINUTE}`
  }

  /** Sorted set of the same, for services that have Spring Session's `SortedSetRedisSessionExpirationStore`. */
  get javaExpirations(): string {
    return `${this.namespace}:sessions:expirations`
  }

  /** Sorted set of ids by when they end: what our sweep asks. */
  get expirations(): string {
    return `${this.namespace}:node:expirations:{${this.namespace}}`
  }

  override get events(): string {
    return `${this.namespace}:node:events:{${this.namespace}}`
  }
}

/** Members of sets are values, and values are JSON. */
export const member = (id: string): string => `"${id}"`
export const bucketMember = (id: string): string => `"expires:${id}"`
