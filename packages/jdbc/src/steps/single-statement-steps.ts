import type { Executor, Row } from '../database/database.ts'
import { ContentionError } from '../database/failure.ts'
import type { Parameters } from '../database/statement.ts'
import type { Statements } from '../dialect/dialect.ts'
import type { PostgresqlStatement } from '../statements/postgresql-statements.ts'
import type {
  ClockParameters,
  NewSessionRows,
  SessionChanges,
  SessionSteps,
  TouchParameters,
} from './session-steps.ts'

export interface SingleStatementRules {
  /** Whether values are asked for as text, which is cheaper to send and to read. */
  readonly prefersText: boolean
  /** Does this error say that a value is no text? Then all are asked for as bytes. */
  readonly refusesText: (error: unknown) => boolean
  /** Does this error hinder writing alone? */
  readonly refusesTouch: (error: unknown) => boolean
}

/** For a database that reads, writes and removes in the parts of one statement, and knows arrays. */
export class SingleStatementSteps implements SessionSteps {
  readonly #executor: Executor
  readonly #statements: Statements<PostgresqlStatement>
  readonly #rules: SingleStatementRules
  readonly #asText: boolean

  constructor(
    executor: Executor,
    statements: Statements<PostgresqlStatement>,
    rules: SingleStatementRules,
  ) {
    this.#executor = executor
    this.#statements = statements
    this.#rules = rules
    this.#asText = rules.prefersText
  }

  async insert({ session, attributes, indexes }: NewSessionRows): Promise<boolean> {
    const statement = this.#statements[indexes.length > 0 ? 'insertIndexed' : 'insert']
    const { rows } = await this.#executor.run(statement, {
      ...session,
      names: attributes.map(nameOf),
      values: attributes.map(contentOf),
      indexNames: indexes.map(nameOf),
      indexValues: indexes.map(contentOf),
    })
    return Number(rows[0]?.done) === 1
  }

  find(id: string, clock: ClockParameters): Promise<readonly Row[]> {
    return this.#read('find', { ...clock, id, asText: this.#asText })
  }

  async findAndTouch(id: string, clock: TouchParameters): Promise<readonly Row[]> {
    try {
      const { now, absoluteTimeout, touchInterval } = clock
      const asText = this.#asText
      // In one literal: this is every read, and a spread costs more than the rest of the method.
      const parameters = { now, absoluteTimeout, touchInterval, id, asText }
      const rows = await this.#read('findAndTouch', parameters)
      // Whoever holds it looked at the clock before the next statement does.
      return rows[0]?.held === true ? await this.find(id, clock) : rows
    } catch (error) {
      if (!this.#rules.refusesTouch(error)) throw error
      return this.find(id, clock)
    }
  }

  async update(changes: SessionChanges, clock: ClockParameters): Promise<boolean> {
    const { set, removed, indexes, principal } = changes
    const kept = indexes.filter(isKept)
    // All in one literal: to spread others into it would cost a tenth of a save.
    const { rows } = await this.#executor.run(this.#statements[nameOfUpdate(changes)], {
      now: clock.now,
      absoluteTimeout: clock.absoluteTimeout,
      id: changes.id,
      newId: changes.newId,
      touch: changes.touch ? 1 : 0,
      idle: changes.idle,
      principalMoves: principal === undefined ? 0 : 1,
      principal: principal ?? null,
      names: set.map(nameOf),
      values: set.map(contentOf),
      removed,
      indexNames: kept.map(nameOf),
      indexValues: kept.map(contentOf),
      removedIndexes: indexes.filter(isRemoved).map(nameOf),
    })
    const done = Number(rows[0]?.done) === 1
    if (!done && Number(rows[0]?.seen ?? 0) === 1) throw new ContentionError()
    return done
  }

  async remove(id: string, claim: string): Promise<readonly Row[]> {
    const rows = await this.#read('remove', { id, claim, now: null, asText: this.#asText })
    if (rows[0]?.done === false) throw new ContentionError()
    return rows
  }

  findByPrincipal(value: string, clock: ClockParameters): Promise<readonly Row[]> {
    return this.#read('findByPrincipal', { ...clock, value, asText: this.#asText })
  }

  findByIndex(name: string, value: string, clock: ClockParameters): Promise<readonly Row[]> {
    return this.#read('findByIndex', { ...clock, name, value, asText: this.#asText })
  }

  removeExpired(limit: number, clock: ClockParameters, claim: string): Promise<readonly Row[]> {
    return this.#read('removeExpired', { ...clock, limit, claim, asText: this.#asText })
  }

  async #read(name: PostgresqlStatement, parameters: Parameters): Promise<readonly Row[]> {
    const statement = this.#statements[name]
    try {
      return (await this.#executor.run(statement, parameters)).rows
    } catch (error) {
      if (parameters.asText === false || !this.#rules.refusesText(error)) throw error
      return (await this.#executor.run(statement, { ...parameters, asText: false })).rows
    }
  }
}

const nameOfUpdate = ({ indexes, removed }: SessionChanges): PostgresqlStatement => {
  if (indexes.length > 0) return 'updateIndexed'
  return removed.length > 0 ? 'updateRemoving' : 'update'
}

type IndexChange = SessionChanges['indexes'][number]
const isKept = (index: IndexChange): boolean => index.value !== null
const isRemoved = (index: IndexChange): boolean => index.value === null

const nameOf = ({ name }: { readonly name: string }): string => name
const contentOf = ({ value }: { readonly value: unknown }): unknown => value
