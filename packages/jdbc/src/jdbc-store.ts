import { randomUUID } from 'node:crypto'
import { type AttributeCodec, PRINCIPAL_NAME_INDEX_NAME } from '@session/core'
import {
  EndClaims,
  expiresAt,
  type IndexedSessionStore,
  type SessionDelta,
  type SessionRecord,
  type SessionStore,
  type StoreCall,
} from '@session/core/store'
import type { Row } from './database/database.ts'
import { type Failure, isConnectionLost } from './database/failure.ts'
import { retryContended } from './database/retry-contended.ts'
import type { AttributeColumn } from './dialect/dialect.ts'
import type { ToldEvents } from './events/event-channel.ts'
import { asStoreError } from './jdbc-error.ts'
import { isIndexEntry, isPrincipal } from './rows/column-limits.ts'
import { newSessionRows, sessionChanges } from './rows/delta-to-rows.ts'
import { sessionRecords } from './rows/session-records.ts'
import type { ClockParameters, SessionSteps, TouchParameters } from './steps/session-steps.ts'

/** How often a read tries to renew the access time in the way of other writers, before it does without. */
const TOUCH_ATTEMPTS = 5

export interface JdbcStoreFacts {
  readonly steps: SessionSteps
  readonly failureOf: (error: unknown) => Failure | undefined
  readonly form: AttributeCodec['form']
  readonly column: AttributeColumn
  readonly prepare: () => Promise<void>
  /** Absent: nobody else is told of anything. */
  readonly events?: ToldEvents | undefined
}

/** Spring Session's two tables, whichever the database. */
export class JdbcStore implements IndexedSessionStore {
  readonly #facts: JdbcStoreFacts
  readonly #steps: SessionSteps
  readonly subscribe?: NonNullable<SessionStore['subscribe']>

  constructor(facts: JdbcStoreFacts) {
    this.#facts = facts
    this.#steps = facts.steps
    if (facts.events !== undefined) {
      const subscribe = facts.events.nodes.subscribe(facts.events.sourceOf(facts.steps))
      this.subscribe = (deliver, missed) =>
        subscribe(deliver, missed).catch((error: unknown) => {
          throw asStoreError('subscribe', error, facts.failureOf(error))
        })
    }
  }

  async insert(record: SessionRecord, call: StoreCall): Promise<'inserted' | 'taken'> {
    const rows = newSessionRows(record, {
      primaryId: randomUUID(),
      expiry: expiresAt(record, call.absoluteTimeout) ?? null,
      column: this.#facts.column,
    })
    const isNew = await this.#run('insert', call, () => this.#steps.insert(rows))
    return isNew ? 'inserted' : 'taken'
  }

  async find(id: string, touch: boolean, call: StoreCall): Promise<SessionRecord | undefined> {
    let renewals = touch ? TOUCH_ATTEMPTS : 0
    const step = (): Promise<readonly Row[]> =>
      renewals-- > 0
        ? this.#steps.findAndTouch(id, touchingOf(call))
        : this.#steps.find(id, clockOf(call))
    const [record] = await this.#records('find', call, () => againWhenLost(step))
    return record
  }

  async update(id: string, delta: SessionDelta, call: StoreCall): Promise<'updated' | 'gone'> {
    const changes = sessionChanges(id, delta, this.#facts.column)
    const isAlive = await this.#run('update', call, () =>
      this.#steps.update(changes, clockOf(call)),
    )
    return isAlive ? 'updated' : 'gone'
  }

  async remove(id: string, call: StoreCall): Promise<SessionRecord | undefined> {
    const [record] = await this.#ending(call, (claim) =>
      this.#records('remove', call, () => this.#steps.remove(id, claim)),
    )
    return record
  }

  async findByIndex(name: string, value: string, call: StoreCall): Promise<SessionRecord[]> {
    const clock = clockOf(call)
    if (name === PRINCIPAL_NAME_INDEX_NAME) {
      if (!isPrincipal(value)) return []
      const step = (): Promise<readonly Row[]> => this.#steps.findByPrincipal(value, clock)
      return this.#records('findByIndex', call, () => againWhenLost(step))
    }
    if (!isIndexEntry(name, value)) return []
    return this.#records('findByIndex', call, async () => {
      try {
        return await this.#steps.findByIndex(name, value, clock)
      } catch (error) {
        // Nobody has stored such an entry: that would have failed.
        if (this.#facts.failureOf(error) === 'missing-table') return []
        throw error
      }
    })
  }

  removeExpired(limit: number, call: StoreCall): Promise<SessionRecord[]> {
    return this.#ending(call, (claim) =>
      this.#records('removeExpired', call, () =>
        this.#steps.removeExpired(limit, clockOf(call), claim),
      ),
    )
  }

  prepare(): Promise<void> {
    return this.#facts.prepare()
  }

  async #ending(
    call: StoreCall,
    end: (claim: string) => Promise<SessionRecord[]>,
  ): Promise<SessionRecord[]> {
    const { events } = this.#facts
    if (events === undefined) return end(EndClaims.ALWAYS)
    const ended = await events.nodes.claims.make(call.signal, end)
    events.nodes.ended(ended)
    return ended
  }

  async #records(
    operation: string,
    call: StoreCall,
    step: () => Promise<readonly Row[]>,
  ): Promise<SessionRecord[]> {
    return sessionRecords(await this.#run(operation, call, step), this.#facts.form)
  }

  async #run<T>(operation: string, call: StoreCall, step: () => Promise<T>): Promise<T> {
    const { failureOf } = this.#facts
    try {
      return await retryContended(call, failureOf, step)
    } catch (error) {
      throw asStoreError(operation, error, failureOf(error))
    }
  }
}

/** A pool learns that the server was restarted when it uses a connection: a read may ask once more. */
async function againWhenLost<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (!isConnectionLost(error)) throw error
    return read()
  }
}

const touchingOf = (call: StoreCall): TouchParameters => ({
  now: call.now ?? null,
  absoluteTimeout: call.absoluteTimeout ?? null,
  touchInterval: call.touchInterval ?? null,
})

const clockOf = (call: StoreCall): ClockParameters => ({
  now: call.now ?? null,
  absoluteTimeout: call.absoluteTimeout ?? null,
})
