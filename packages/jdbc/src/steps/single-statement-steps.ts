import type { Executor, Row } from '../database/database.ts'
import { ContentionError } from '../database/failure.ts'
import type { Parameters } from '../database/statement.ts'
import type { Statements } from '../dialect/dialect.ts'
import type { PostgresqlStatement } from '../statements/postgresql-statements.ts'
import { updateParameters } from '../statements/update-parameters.ts'
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

  constructor(
    executor: Executor,
    statements: Statements<PostgresqlStatement>,
    rules: SingleStatementRules,
  ) {
    this.#executor = executor
    this.#statements = statements
    this.#rules = rules
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
    return this.#read('find', { ...clock, id })
  }

  async findAndTouch(id: string, clock: TouchParameters): Promise<readonly Row[]> {
    try {
      const rows = await this.#read('findAndTouch', { ...clock, id })
      // Whoever holds it looked at the clock before the next statement does.
      return rows[0]?.held === true ? await this.find(id, clock) : rows
    } catch (error) {
      if (!this.#rules.refusesTouch(error)) throw error
      return this.find(id, clock)
    }
  }

  async update(changes: SessionChanges, clock: ClockParameters): Promise<boolean> {
    const { set, removed, indexes } = changes
    const kept = indexes.filter(isKept)
    const { rows } = await this.#executor.run(this.#statements[nameOfUpdate(changes)], {
      ...updateParameters(changes, clock),
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
    const rows = await this.#read('remove', { id, claim, now: null })
    if (rows[0]?.done === false) throw new ContentionError()
    return rows
  }

  findByPrincipal(value: string, clock: ClockParameters): Promise<readonly Row[]> {
    return this.#read('findByPrincipal', { ...clock, value })
  }

  findByIndex(name: string, value: string, clock: ClockParameters): Promise<readonly Row[]> {
    return this.#read('findByIndex', { ...clock, name, value })
  }

  removeExpired(limit: number, clock: ClockParameters, claim: string): Promise<readonly Row[]> {
    return this.#read('removeExpired', { ...clock, limit, claim })
  }

  async #read(name: PostgresqlStatement, parameters: Parameters): Promise<readonly Row[]> {
    const { prefersText, refusesText } = this.#rules
    const statement = this.#statements[name]
    try {
      return (await this.#executor.run(statement, { ...parameters, asText: prefersText })).rows
    } catch (error) {
      if (!prefersText || !refusesText(error)) throw error
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
