import type { Executor, Row } from '../database/database.ts'
import { ContentionError } from '../database/failure.ts'
import type { Parameters } from '../database/statement.ts'
import type { Statements } from '../dialect/dialect.ts'
import type { PostgresqlStatement } from '../statements/postgresql-statements.ts'
import { updateParameters } from '../statements/update-parameters.ts'
import type {
  AttributeRow,
  ClockParameters,
  IndexRow,
  NewSessionRows,
  SessionChanges,
  SessionSteps,
} from './session-steps.ts'

/** For a database that reads, writes and removes in the parts of one statement, and knows arrays. */
export class SingleStatementSteps implements SessionSteps {
  readonly #executor: Executor
  readonly #statements: Statements<PostgresqlStatement>
  readonly #refusesTouch: (error: unknown) => boolean

  /** `refusesTouch` tells an error that hinders writing alone. */
  constructor(
    executor: Executor,
    statements: Statements<PostgresqlStatement>,
    refusesTouch: (error: unknown) => boolean,
  ) {
    this.#executor = executor
    this.#statements = statements
    this.#refusesTouch = refusesTouch
  }

  async insert({ session, attributes, indexes }: NewSessionRows): Promise<boolean> {
    const name = indexes.length > 0 ? 'insertIndexed' : 'insert'
    const parameters = { ...session, ...attributeLists(attributes), ...indexLists(indexes) }
    const [row] = await this.#rows(name, parameters)
    return Number(row?.done) === 1
  }

  find(id: string, clock: ClockParameters): Promise<readonly Row[]> {
    return this.#rows('find', { ...clock, id })
  }

  async findAndTouch(
    id: string,
    clock: ClockParameters & { readonly touchInterval: number | null },
  ): Promise<readonly Row[]> {
    try {
      const rows = await this.#rows('findAndTouch', { ...clock, id })
      // Whoever holds it looked at the clock before the next statement does.
      return rows[0]?.held === true ? await this.find(id, clock) : rows
    } catch (error) {
      if (!this.#refusesTouch(error)) throw error
      return this.find(id, clock)
    }
  }

  async update(changes: SessionChanges, clock: ClockParameters): Promise<boolean> {
    const { set, removed, indexes } = changes
    const kept = indexes.filter((index): index is IndexRow => index.value !== null)
    const [row] = await this.#rows(nameOfUpdate(changes), {
      ...updateParameters(changes, clock),
      ...attributeLists(set),
      ...indexLists(kept),
      removed,
      removedIndexes: indexes.filter(({ value }) => value === null).map(({ name }) => name),
    })
    const done = Number(row?.done) === 1
    if (!done && Number(row?.seen ?? 0) === 1) throw new ContentionError()
    return done
  }

  async remove(id: string, claim: string): Promise<readonly Row[]> {
    const rows = await this.#rows('remove', { id, claim, now: null })
    if (rows[0]?.done === false) throw new ContentionError()
    return rows
  }

  findByPrincipal(value: string, clock: ClockParameters): Promise<readonly Row[]> {
    return this.#rows('findByPrincipal', { ...clock, value })
  }

  findByIndex(name: string, value: string, clock: ClockParameters): Promise<readonly Row[]> {
    return this.#rows('findByIndex', { ...clock, name, value })
  }

  removeExpired(limit: number, clock: ClockParameters, claim: string): Promise<readonly Row[]> {
    return this.#rows('removeExpired', { ...clock, limit, claim })
  }

  async #rows(name: PostgresqlStatement, parameters: Parameters): Promise<readonly Row[]> {
    const { rows } = await this.#executor.run(this.#statements[name], parameters)
    return rows
  }
}

const nameOfUpdate = ({ indexes, removed }: SessionChanges): PostgresqlStatement => {
  if (indexes.length > 0) return 'updateIndexed'
  return removed.length > 0 ? 'updateRemoving' : 'update'
}

const attributeLists = (attributes: readonly AttributeRow[]): Parameters => ({
  names: attributes.map(({ name }) => name),
  values: attributes.map(({ value }) => value),
})

const indexLists = (indexes: readonly IndexRow[]): Parameters => ({
  indexNames: indexes.map(({ name }) => name),
  indexValues: indexes.map(({ value }) => value),
})
