import { setTimeout as delay } from 'node:timers/promises'
import type { Row } from './database.ts'

/**
 * How long a query that was given up may take to end before its connection counts as dead, in ms; half
 * of the deadline at most, so that a call that waits for a connection meanwhile still gets one.
 */
const GRACE = 1000

/** What knex looks at when it lends a connection. */
export interface LentConnection {
  /** Knex closes such a connection, and gives it out no more. */
  __knex__disposed?: unknown
}

/** One query as knex's client hands it to its driver. */
export interface ClientQuery {
  readonly sql: string
  readonly bindings: readonly unknown[]
  readonly options?: { readonly name: string } | undefined
}

export interface Answer {
  readonly rows: readonly Row[]
  readonly rowCount: number | null
}

/**
 * What we use of knex's client for PostgreSQL, whichever its driver: the steps of `knex.raw` without the
 * builder, the timers and the emitters around them.
 */
export interface PostgresqlClient {
  acquireConnection(): Promise<LentConnection>
  releaseConnection(connection: LentConnection): Promise<void>
  /** With `$1` for each `?`. */
  positionBindings(sql: string): string
  cancelQuery(connection: LentConnection): Promise<unknown>
  _query(connection: LentConnection, query: ClientQuery): Promise<{ readonly response: Answer }>
}

/** No answer came by the deadline: whether the statement was carried out is not known. */
class NoAnswerError extends Error {}

/**
 * Sends a query on a connection of the pool. At the deadline, milliseconds from now, it is given up: the
 * server is told, and a connection on which it then does not end is closed.
 *
 * @throws NoAnswerError, and what the driver throws
 */
export function queryBefore(
  deadline: number,
  client: PostgresqlClient,
  query: ClientQuery,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let isLate = false
    let giveUp: (() => Promise<void>) | undefined
    const timer = setTimeout(() => {
      isLate = true
      giveUp?.().then(() => reject(new NoAnswerError()), reject)
    }, deadline)
    const send = (connection: LentConnection): void => {
      if (isLate) {
        // Nobody waits for it any more: it must not write late.
        reject(new NoAnswerError())
        void client.releaseConnection(connection)
        return
      }
      const settle = (): void => {
        clearTimeout(timer)
        // Not while a cancellation is under way: it would hit the next query on this connection.
        if (!isLate) void client.releaseConnection(connection)
      }
      const answered = client._query(connection, query)
      giveUp = () => cancelled(client, connection, answered, Math.min(GRACE, deadline / 2))
      answered.then(
        ({ response }) => {
          settle()
          resolve(response)
        },
        (error: unknown) => {
          settle()
          reject(error)
        },
      )
    }
    client
      .acquireConnection()
      .then(send)
      .catch((error: unknown) => {
        clearTimeout(timer)
        reject(error)
      })
  })
}

/** Resolves once the query has ended, or its connection is given up with it. */
async function cancelled(
  client: PostgresqlClient,
  connection: LentConnection,
  answered: Promise<unknown>,
  grace: number,
): Promise<void> {
  const cancelling = (async () => client.cancelQuery(connection))()
  const ended = Promise.allSettled([answered, cancelling]).then(() => true)
  const isIdle = await Promise.race([ended, delay(grace, false, { ref: false })])
  if (!isIdle) connection.__knex__disposed = 'no answer came on it by the deadline'
  await client.releaseConnection(connection)
}
