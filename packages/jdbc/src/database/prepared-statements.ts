import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import type { Executor, SqlResult } from './database.ts'
import { codeOf } from './failure.ts'
import {
  type Answer,
  type ClientQuery,
  type PostgresqlClient,
  queryBefore,
} from './query-before.ts'
import { bound, type Parameters, type Statement } from './statement.ts'

/**
 * A pooler between us and the server knows nothing of the statements that were prepared, or another's
 * of the same name; a table that was altered no longer fits them.
 */
const UNPREPARED = ['26000', '42P05', '0A000']

/** Statements are prepared once a connection, under names that follow from their text. */
export class PreparedStatements implements Executor {
  readonly #knex: Knex
  readonly #client: PostgresqlClient
  readonly #deadline: number
  readonly #texts = new WeakMap<Statement, NamedText>()
  #isPreparing = true

  /** @param deadline milliseconds after which the server is told to give a statement up */
  constructor(knex: Knex, deadline: number) {
    this.#knex = knex
    this.#client = knex.client as PostgresqlClient
    this.#deadline = deadline
  }

  async run(statement: Statement, parameters: Parameters): Promise<SqlResult> {
    const { sql, options } = this.#namedText(statement)
    const { bindings } = bound(statement, parameters)
    if (!this.#isPreparing) return resultOf(await this.#send({ sql, bindings }))
    try {
      return resultOf(await this.#send({ sql, bindings, options }))
    } catch (error) {
      if (!UNPREPARED.includes(codeOf(error))) throw error
      this.#isPreparing = false
      return resultOf(await this.#send({ sql, bindings }))
    }
  }

  #send(query: ClientQuery): Promise<Answer> {
    // For users who log or count. The values are left out: ids of sessions are among them.
    if (this.#knex.listenerCount('query') > 0) {
      this.#knex.emit('query', { method: 'raw', sql: query.sql, bindings: [] })
    }
    return queryBefore(this.#deadline, this.#client, query)
  }

  #namedText(statement: Statement): NamedText {
    let text = this.#texts.get(statement)
    if (text === undefined) {
      const name = `session_${createHash('sha256').update(statement.sql).digest('hex').slice(0, 32)}`
      text = { sql: this.#client.positionBindings(statement.sql), options: { name } }
      this.#texts.set(statement, text)
    }
    return text
  }
}

type NamedText = Required<Pick<ClientQuery, 'sql' | 'options'>>

const resultOf = ({ rows, rowCount }: Answer): SqlResult => ({ rows, count: rowCount ?? 0 })
