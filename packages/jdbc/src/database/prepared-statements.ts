import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import type { Executor, Row, SqlResult } from './database.ts'
import { codeOf } from './failure.ts'
import { bound, type Parameters, type Statement } from './statement.ts'

/**
 * A pooler between us and the server knows nothing of the statements that were prepared, or another's
 * of the same name; a table that was altered no longer fits them.
 */
const UNPREPARED = ['26000', '42P05', '0A000']

/** Statements are prepared once a connection, under names that follow from their text. */
export class PreparedStatements implements Executor {
  readonly #knex: Knex
  readonly #deadline: number
  readonly #names = new WeakMap<Statement, string>()
  #isPreparing = true

  /** @param deadline milliseconds after which the server is told to give a statement up */
  constructor(knex: Knex, deadline: number) {
    this.#knex = knex
    this.#deadline = deadline
  }

  async run(statement: Statement, parameters: Parameters): Promise<SqlResult> {
    if (!this.#isPreparing) return this.#run(statement, parameters, undefined)
    try {
      return await this.#run(statement, parameters, this.#nameOf(statement))
    } catch (error) {
      if (!UNPREPARED.includes(codeOf(error))) throw error
      this.#isPreparing = false
      return this.#run(statement, parameters, undefined)
    }
  }

  async #run(
    statement: Statement,
    parameters: Parameters,
    name: string | undefined,
  ): Promise<SqlResult> {
    const { sql, bindings } = bound(statement, parameters)
    const query = this.#knex
      .raw(sql, bindings as Knex.RawBinding[])
      // Nobody waits for it any more then, and it must not keep the connection, nor write late.
      .timeout(this.#deadline, { cancel: true })
    if (name !== undefined) (query as unknown as Optional).options({ name })
    const { rows, rowCount } = (await query) as { rows: Row[]; rowCount: number | null }
    return { rows, count: rowCount ?? 0 }
  }

  #nameOf(statement: Statement): string {
    let name = this.#names.get(statement)
    if (name === undefined) {
      name = `session_${createHash('sha256').update(statement.sql).digest('hex').slice(0, 32)}`
      this.#names.set(statement, name)
    }
    return name
  }
}

/** What raw queries can, and knex's types do not tell. */
interface Optional {
  options(options: { name: string }): unknown
}
