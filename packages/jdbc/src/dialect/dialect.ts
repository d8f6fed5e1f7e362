import type { AttributeCodec } from '@session/core'
import type { Knex } from 'knex'
import type { Failure } from '../database/failure.ts'
import type { Statement } from '../database/statement.ts'
import type { EventChannel } from '../events/event-channel.ts'
import type { SchemaDialect } from '../schema/schema-dialect.ts'
import type { SessionSteps } from '../steps/session-steps.ts'
import type { TableNames } from '../table-names.ts'

export type DialectName = SchemaDialect

/** How attribute values lie in the database: `bytes` in a blob as Spring does, or `json`. */
export type AttributeColumn = 'bytes' | 'json'

export interface Layout {
  readonly tables: TableNames
  readonly attributeColumn: AttributeColumn
  /** Under which name this process tells the others what it does; without one it does not. */
  readonly node?: string | undefined
}

/** Statements by name, after the user's changes to them. */
export type Statements<Name extends string = string> = Readonly<Record<Name, Statement>>

/**
 * What differs between databases, one file for each. A statement is text with named parameters; a
 * step is what the store does in one go, with one statement or with a short transaction.
 */
export interface Dialect<Name extends string = string> {
  readonly name: DialectName
  /** How its statements can tell other nodes. */
  readonly channel?: Exclude<EventChannel, 'local'>
  /** The SQL of each statement. */
  statementsFor(layout: Layout): Readonly<Record<Name, string>>
  /**
   * `deadline`: milliseconds after which nobody waits for an answer any more. `form`: what the codec
   * reads, where the database can hand out either.
   */
  steps(
    knex: Knex,
    statements: Statements<Name>,
    deadline: number,
    form: AttributeCodec['form'],
  ): SessionSteps
  /** `undefined`: what was done is not known. */
  failureOf(error: unknown): Failure | undefined
}
