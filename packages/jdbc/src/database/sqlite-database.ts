import { resolve } from 'node:path'
import type { Knex } from 'knex'
import type { Database, Executor, Row, SqlResult } from './database.ts'
import { codeOf } from './failure.ts'
import { boundInFull, type Parameters, type Statement } from './statement.ts'
import { WriteTurns } from './write-turns.ts'

/**
 * How long the driver waits for a lock by itself, in milliseconds. It blocks the whole process for so
 * long, so the waiting is done by trying again instead.
 */
const BUSY_TIMEOUT = 20

/** What we look at of knex's client. */
interface SqliteClient {
  readonly driverName?: string
  readonly connectionSettings?: { readonly filename?: string }
}

/** What we do to the connections of knex's pool. */
interface SqliteConnection {
  /** Knex gives no such connection out again. */
  __knex__disposed?: unknown
  /** Of the synchronous driver. */
  exec(sql: string): unknown
}

/**
 * Each call holds one connection of the pool while it runs. Transactions begin with the write lock,
 * so that nothing else in them can meet another writer.
 */
export class SqliteDatabase implements Database {
  readonly #knex: Knex
  readonly #isSynchronous: boolean
  readonly #turns: WriteTurns
  readonly #prepared = new WeakSet<object>()
  #isLogAhead = false

  constructor(knex: Knex) {
    this.#knex = knex
    const { driverName, connectionSettings } = knex.client as SqliteClient
    this.#isSynchronous = driverName === 'better-sqlite3'
    this.#turns = WriteTurns.of(resolve(connectionSettings?.filename ?? ''))
  }

  run(statement: Statement, parameters: Parameters): Promise<SqlResult> {
    return this.#withConnection((connection) => this.#run(connection, statement, parameters))
  }

  /** In a transaction too: see `#begin`. */
  write(statement: Statement, parameters: Parameters): Promise<SqlResult> {
    return this.transaction((executor) => executor.run(statement, parameters))
  }

  transaction<T>(work: (executor: Executor) => Promise<T>): Promise<T> {
    return this.#withConnection((connection) =>
      this.#turns.take(() => this.#transaction(connection, work)),
    )
  }

  async #transaction<T>(
    connection: SqliteConnection,
    work: (executor: Executor) => Promise<T>,
  ): Promise<T> {
    await this.#command(connection, 'BEGIN IMMEDIATE')
    try {
      const result = await work({
        run: (statement, parameters) => this.#run(connection, statement, parameters),
      })
      await this.#command(connection, 'COMMIT')
      return result
    } catch (error) {
      await this.#command(connection, 'ROLLBACK').catch(() => dispose(connection))
      throw error
    }
  }

  async #withConnection<T>(work: (connection: SqliteConnection) => Promise<T>): Promise<T> {
    const connection: SqliteConnection = await this.#knex.client.acquireConnection()
    try {
      await this.#prepare(connection)
      return await work(connection)
    } finally {
      await this.#knex.client.releaseConnection(connection)
    }
  }

  async #prepare(connection: SqliteConnection): Promise<void> {
    if (this.#prepared.has(connection)) return
    await this.#command(connection, `PRAGMA busy_timeout = ${BUSY_TIMEOUT}`)
    await this.#command(connection, 'PRAGMA foreign_keys = ON')
    if (!this.#isLogAhead) {
      // Readers and a writer do not wait for each other then. Kept in the file; a file that cannot be
      // written, or is locked at this moment, works without.
      await this.#command(connection, 'PRAGMA journal_mode = WAL').then(
        () => {
          this.#isLogAhead = true
        },
        () => undefined,
      )
    }
    this.#prepared.add(connection)
  }

  async #run(
    connection: SqliteConnection,
    statement: Statement,
    parameters: Parameters,
  ): Promise<SqlResult> {
    // This process's clock is the database's.
    const values = { ...parameters, now: parameters.now ?? Date.now() }
    const { sql, bindings } = boundInFull(statement, values)
    const answer = await disposing(connection, async () =>
      this.#knex.raw(sql, bindings as Knex.RawBinding[]).connection(connection),
    )
    const rows = Array.isArray(answer) ? (answer as readonly Row[]) : []
    return { rows, count: rows.length }
  }

  /** Without a prepared statement where there is a way: nothing stays open then when it is refused. */
  async #command(connection: SqliteConnection, sql: string): Promise<void> {
    if (this.#isSynchronous) connection.exec(sql)
    else await disposing(connection, async () => this.#knex.raw(sql).connection(connection))
  }
}

/**
 * A driver may keep a prepared statement open that was refused: what is written after it would seem to
 * be committed, and be lost.
 */
async function disposing(
  connection: SqliteConnection,
  query: () => Promise<unknown>,
): Promise<unknown> {
  try {
    return await query()
  } catch (error) {
    if (codeOf(error).startsWith('SQLITE_BUSY')) dispose(connection)
    throw error
  }
}

/** Knex prints the reason: nothing of the statement may stand in it. */
const dispose = (connection: SqliteConnection): void => {
  connection.__knex__disposed = 'the SQLite database was locked'
}
