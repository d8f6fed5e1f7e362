import type { Row } from '../database/database.ts'
import type { EventTable } from '../events/outbox.ts'

/** By which time a step judges. A null `now` is the database's own. */
export interface ClockParameters {
  readonly now: number | null
  /** Milliseconds; null = none. */
  readonly absoluteTimeout: number | null
}

/** By which rule a read renews the access time: after so many milliseconds, null = the default. */
export interface TouchParameters extends ClockParameters {
  readonly touchInterval: number | null
}

/** An attribute as it is bound: bytes, or text where the column is JSON. */
export interface AttributeRow {
  readonly name: string
  readonly value: string | Uint8Array
}

/** The entry of an index other than the principal. */
export interface IndexRow {
  readonly name: string
  readonly value: string
}

export interface NewSessionRows {
  readonly session: {
    readonly primaryId: string
    readonly id: string
    readonly created: number
    readonly accessed: number
    /** Seconds; negative = never. */
    readonly idle: number
    /** Epoch milliseconds; null = never. */
    readonly expiry: number | null
    readonly principal: string | null
  }
  readonly attributes: readonly AttributeRow[]
  readonly indexes: readonly IndexRow[]
}

export interface SessionChanges {
  readonly id: string
  readonly newId: string | null
  /** Is the access time renewed? */
  readonly touch: boolean
  readonly idle: number | null
  /** `undefined` leaves it as it is. */
  readonly principal: string | null | undefined
  readonly set: readonly AttributeRow[]
  readonly removed: readonly string[]
  /** A null value removes the entry. */
  readonly indexes: readonly { readonly name: string; readonly value: string | null }[]
}

/**
 * Rows come one for each attribute, and one for a session without any, in any order, under the aliases
 * `pk` `id` `created` `accessed` `idle` `name` `bytes`; or one for each session, as `PackedRow` says.
 * Users' mappers of names leave such words alone.
 */
export interface SessionSteps {
  /** `false`: the id exists already, nothing was written. */
  insert(rows: NewSessionRows): Promise<boolean>
  find(id: string, clock: ClockParameters): Promise<readonly Row[]>
  /** As `find`, and renews the access time when `touchInterval` (ms, null = the default) has passed. */
  findAndTouch(id: string, clock: TouchParameters): Promise<readonly Row[]>
  /** `false`: there is no such session, or it has expired. */
  update(changes: SessionChanges, clock: ClockParameters): Promise<boolean>
  /** Whatever its age. Of two callers one gets the rows. `claim` is told with the end, if that is told. */
  remove(id: string, claim: string): Promise<readonly Row[]>
  findByPrincipal(value: string, clock: ClockParameters): Promise<readonly Row[]>
  findByIndex(name: string, value: string, clock: ClockParameters): Promise<readonly Row[]>
  /** Up to `limit` sessions whose EXPIRY_TIME has come. Of two callers one gets the rows. */
  removeExpired(limit: number, clock: ClockParameters, claim: string): Promise<readonly Row[]>
  /** Where what is done is told in a table. */
  readonly events?: EventTable | undefined
}
