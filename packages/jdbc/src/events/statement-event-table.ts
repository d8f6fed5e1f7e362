import type { StoreEvent } from '@session/core/store'
import { EndClaims } from '@session/core/store'
import type { Database, Executor, Row } from '../database/database.ts'
import type { Statements } from '../dialect/dialect.ts'
import type { EventStatement } from './event-statements.ts'
import type { EventTable } from './outbox.ts'

interface Told {
  readonly type: StoreEvent['type']
  readonly id: string
  readonly claim?: string
  readonly previousId?: string
}

/** The table of events, by a dialect's statements. */
export class StatementEventTable implements EventTable {
  readonly #database: Database
  readonly #statements: Statements<EventStatement>

  constructor(database: Database, statements: Statements<EventStatement>) {
    this.#database = database
    this.#statements = statements
  }

  /** In the transaction that does it: all nodes hear of it if, and only if, it is committed. */
  async tell(
    executor: Executor,
    { claim = EndClaims.ALWAYS, previousId, ...told }: Told,
  ): Promise<void> {
    const parameters = { ...told, claim, previousId: previousId ?? null, now: null }
    await executor.run(this.#statements.tell, parameters)
  }

  async readEvents(after: number, limit: number): Promise<readonly Row[]> {
    return (await this.#database.run(this.#statements.readEvents, { after, limit })).rows
  }

  async lastEvent(): Promise<number> {
    return Number((await this.#database.run(this.#statements.lastEvent, {})).rows[0]?.seq ?? 0)
  }

  async forgetEvents(age: number): Promise<void> {
    const { rows } = await this.#database.run(this.#statements.oldEvent, { age, now: null })
    const last = rows[0]?.seq
    if (last === null || last === undefined) return
    await this.#database.write(this.#statements.forgetEvents, { last })
  }
}
