import type { Interval } from '../expiry/duration.ts'
import type {
  AttributeName,
  AttributeView,
  OpenAttributes,
  SessionAttributes,
} from './attributes.ts'

/** One user's session: an id, times, and named attributes. Changes stay local until it is saved. */
export interface Session<A = SessionAttributes> {
  /** The secret that the client presents. Never log it: `handle` is for that. */
  readonly id: string
  /** A name for this session that is no secret: safe in HTML, URLs and logs. Changes with the id. */
  readonly handle: string
  readonly creationTime: Date
  /** When a request last used the session, to the precision of `touchInterval`. */
  readonly lastAccessedTime: Date
  /** When it ends if it is not used again; `undefined` = never. */
  readonly expiresAt: Date | undefined
  /**
   * Seconds that the session may stay unused; negative = never expires, 0 = expired at once.
   * Accepts a duration (`'30m'`, `'never'`) or seconds.
   */
  get maxInactiveInterval(): number
  set maxInactiveInterval(value: Interval | number)
  /** Whose session it is. An indexed attribute, stored under `PRINCIPAL_NAME_INDEX_NAME`. */
  principalName: string | undefined
  /** A live view: read, assign, `delete`, `in`, `Object.keys`, destructure. */
  readonly attributes: AttributeView<A>
  readonly attributeNames: readonly AttributeName<A>[]
  getAttribute<K extends AttributeName<A>>(name: K): OpenAttributes<A>[K] | undefined
  /** @throws MissingAttributeError */
  getRequiredAttribute<K extends AttributeName<A>>(name: K): NonNullable<OpenAttributes<A>[K]>
  /**
   * `undefined` removes.
   * @throws AttributeNotStorableError when the codec cannot write the value.
   */
  setAttribute<K extends AttributeName<A>>(name: K, value: OpenAttributes<A>[K] | undefined): void
  removeAttribute(name: AttributeName<A>): void
  /** Renews the access time; stored with the next save. */
  touch(): void
  /** Gives the session a new id and returns it. Once saved, the data is kept and the old id is dead. */
  changeSessionId(): string
  isExpired(): boolean
}
