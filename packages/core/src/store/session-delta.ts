import type { EncodedValue } from '../codec/attribute-codec.ts'

/** One index entry that moves: `from` only = removed, `to` only = added. */
export interface IndexChange {
  readonly from?: string
  readonly to?: string
}

/** What one save changes. Absolute values only, so that a repeated update changes nothing. */
export interface SessionDelta {
  /** The id that replaces the present one. Everything else moves along; the old id is dead. */
  readonly newId?: string
  /**
   * When the session was last used, by this node's clock. Never moves a stored time backwards. A
   * store with a clock of its own writes its own time instead, unless the call carries `now`.
   */
  readonly lastAccessedTime?: number
  /** Seconds; negative = never. */
  readonly maxInactiveInterval?: number
  readonly set: ReadonlyMap<string, EncodedValue>
  readonly removed: ReadonlySet<string>
  readonly indexes: ReadonlyMap<string, IndexChange>
}
