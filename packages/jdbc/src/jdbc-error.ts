import {
  IllegalStateError,
  SessionError,
  SessionIdTakenError,
  StoreFullError,
  StoreUnavailableError,
} from '@session/core'
import { codeOf, type Failure } from './database/failure.ts'

/** No connection was made, or the pool had none to give: nothing was sent. */
const NO_CONNECTION =
  /^(?:KnexTimeoutError|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|SQLITE_CANTOPEN|SQLITE_NOTADB)$/

/** Knex puts the statement and its values into messages: only the code gets out. */
export function asStoreError(
  operation: string,
  error: unknown,
  failure: Failure | undefined,
): unknown {
  if (SessionError.isInstance(error) || !(error instanceof Error)) return error
  const code = error.name === 'KnexTimeoutError' ? error.name : codeOf(error) || undefined
  switch (failure) {
    case 'full':
      return new StoreFullError(`The database has no room left (${code}). Nothing was stored.`)
    case 'missing-table':
      return new IllegalStateError(
        `A table of sessions is not in this database (${code}). Make it with createSessionTables(), a migration or the script of the package, or use the option initializeSchema: 'always'. An indexResolver of your own needs one more, indexTable: true, and events: 'outbox' eventTable: true.`,
        { retryable: true, status: 503 },
      )
    case 'duplicate':
      return new SessionIdTakenError()
    case undefined:
      return code !== undefined && NO_CONNECTION.test(code)
        ? new StoreUnavailableError(operation, 'not-applied', code)
        : Object.assign(new Error(), code === undefined ? {} : { code })
    default:
      return new StoreUnavailableError(operation, 'not-applied', code)
  }
}
