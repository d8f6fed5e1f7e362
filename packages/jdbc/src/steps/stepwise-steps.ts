import { AttributeNotStorableError } from '@session/core'
import { isTouchDue } from '@session/core/store'
import type { Database, Executor, Row } from '../database/database.ts'
import type { Failure } from '../database/failure.ts'
import type { Statements } from '../dialect/dialect.ts'
import type { EventStatement } from '../events/event-statements.ts'
import { StatementEventTable } from '../events/statement-event-table.ts'
import type { StepwiseStatement } from '../statements/stepwise-statements.ts'
import { updateParameters } from '../statements/update-parameters.ts'
import type {
  AttributeRow,
  ClockParameters,
  NewSessionRows,
  SessionChanges,
  SessionSteps,
  TouchParameters,
} from './session-steps.ts'

/** For databases that take one statement for each row: short transactions, the session's row first. */
export class StepwiseSteps implements SessionSteps {
  readonly #database: Database
  readonly #statements: Statements<StepwiseStatement>
  readonly #failureOf: (error: unknown) => Failure | undefined
  readonly events: StatementEventTable | undefined

  constructor(
    database: Database,
    statements: Statements<StepwiseStatement> & Partial<Statements<EventStatement>>,
    failureOf: (error: unknown) => Failure | undefined,
  ) {
    this.#database = database
    this.#statements = statements
    this.#failureOf = failureOf
    this.events = tellsOf(statements) ? new StatementEventTable(database, statements) : undefined
  }

  async insert({ session, attributes, indexes }: NewSessionRows): Promise<boolean> {
    const { insertSession, writeIndex } = this.#statements
    try {
      if (attributes.length + indexes.length === 0 && this.events === undefined) {
        return (await this.#database.write(insertSession, session)).count > 0
      }
      return await this.#database.transaction(async (executor) => {
        const { count } = await executor.run(insertSession, session)
        if (count === 0) return false
        await this.#writeAttributes(executor, session.id, attributes)
        for (const index of indexes) await executor.run(writeIndex, { ...index, id: session.id })
        await this.events?.tell(executor, { type: 'created', id: session.id })
        return true
      })
    } catch (error) {
      if (this.#failureOf(error) === 'duplicate') return false
      throw error
    }
  }

  async find(id: string, clock: ClockParameters): Promise<readonly Row[]> {
    return (await this.#database.run(this.#statements.find, { ...clock, id })).rows
  }

  async findAndTouch(
    id: string,
    { touchInterval, ...clock }: TouchParameters,
  ): Promise<readonly Row[]> {
    const rows = await this.find(id, clock)
    const [row] = rows
    if (row === undefined) return rows
    const now = Number(row.moment)
    const times = {
      creationTime: Number(row.created),
      lastAccessedTime: Number(row.accessed),
      maxInactiveInterval: Number(row.idle),
    }
    if (!isTouchDue(times, now, touchInterval ?? undefined)) return rows
    try {
      const renewal = { ...clock, now, id, pk: row.pk }
      const { count } = await this.#database.write(this.#statements.touch, renewal)
      // It ended meanwhile, has another id, or somebody holds it.
      if (count === 0) return await this.find(id, clock)
    } catch (error) {
      const failure = this.#failureOf(error)
      if (failure !== 'read-only' && failure !== 'full') throw error
      return rows
    }
    return rows.map((row) => ({ ...row, accessed: now }))
  }

  async update(changes: SessionChanges, clock: ClockParameters): Promise<boolean> {
    const { set, removed, indexes, newId } = changes
    const tells = newId !== null && this.events !== undefined
    const { updateSession, deleteAttribute, writeIndex, deleteIndex } = this.#statements
    const parameters = updateParameters(changes, clock)
    if (set.length + removed.length + indexes.length === 0 && !tells) {
      return (await this.#database.write(updateSession, parameters)).count > 0
    }
    return this.#database.transaction(async (executor) => {
      if ((await executor.run(updateSession, parameters)).count === 0) return false
      const id = newId ?? changes.id
      if (tells) {
        await this.events?.tell(executor, { type: 'id-changed', id, previousId: changes.id })
      }
      await this.#writeAttributes(executor, id, set)
      for (const name of removed) await executor.run(deleteAttribute, { id, name })
      for (const { name, value } of indexes) {
        if (value === null) await executor.run(deleteIndex, { id, name })
        else await executor.run(writeIndex, { id, name, value })
      }
      return true
    })
  }

  remove(id: string, claim: string): Promise<readonly Row[]> {
    return this.#removeClaimed(
      { type: 'deleted', claim },
      async (executor) => (await executor.run(this.#statements.claimSession, { id })).rows,
    )
  }

  async findByPrincipal(value: string, clock: ClockParameters): Promise<readonly Row[]> {
    return (await this.#database.run(this.#statements.findByPrincipal, { ...clock, value })).rows
  }

  async findByIndex(name: string, value: string, clock: ClockParameters): Promise<readonly Row[]> {
    return (await this.#database.run(this.#statements.findByIndex, { ...clock, name, value })).rows
  }

  removeExpired(limit: number, clock: ClockParameters, claim: string): Promise<readonly Row[]> {
    const { claimExpired, readSessions } = this.#statements
    return this.#removeClaimed({ type: 'expired', claim }, async (executor) => {
      const { rows } = await executor.run(claimExpired, { ...clock, limit })
      if (rows.length === 0) return rows
      return (await executor.run(readSessions, { ids: rows.map(({ pk }) => pk) })).rows
    })
  }

  #removeClaimed(
    told: { readonly type: 'deleted' | 'expired'; readonly claim: string },
    find: (executor: Executor) => Promise<readonly Row[]>,
  ): Promise<readonly Row[]> {
    return this.#database.transaction(async (executor) => {
      const rows = await find(executor)
      const ids = [...new Set(rows.map(({ pk }) => pk))]
      if (ids.length > 0) {
        const parameters = { ids, idsAsJson: JSON.stringify(ids) }
        await executor.run(this.#statements.deleteSessions, parameters)
      }
      if (this.events !== undefined) {
        for (const id of new Set(rows.map((row) => String(row.id).trimEnd()))) {
          await this.events.tell(executor, { ...told, id })
        }
      }
      return rows
    })
  }

  async #writeAttributes(
    executor: Executor,
    id: string,
    attributes: readonly AttributeRow[],
  ): Promise<void> {
    const { writeAttribute } = this.#statements
    const rows = attributes.map(({ name, value }) => ({ id, name, value }))
    if (rows.length > 1 && executor.runForEach !== undefined) {
      try {
        return await executor.runForEach(writeAttribute, rows)
      } catch (error) {
        // One by one, they tell which it is.
        if (this.#failureOf(error) !== 'too-long') throw error
      }
    }
    for (const row of rows) {
      try {
        await executor.run(writeAttribute, row)
      } catch (error) {
        if (this.#failureOf(error) !== 'too-long') throw error
        throw new AttributeNotStorableError(row.name, 'its value is longer than the column takes.')
      }
    }
  }
}

const tellsOf = (
  statements: Partial<Statements<EventStatement>>,
): statements is Statements<EventStatement> => statements.tell !== undefined
