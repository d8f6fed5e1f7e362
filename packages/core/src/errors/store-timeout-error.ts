import { SessionError } from './session-error.ts'

/** The store did not answer within `storeTimeout`. A write may still be carried out later. */
export class StoreTimeoutError extends SessionError {
  override readonly code = 'STORE_TIMEOUT'

  constructor(operation: string, milliseconds: number, isWrite: boolean) {
    super(`The session store did not answer '${operation}' within ${milliseconds} ms.`, {
      outcome: isWrite ? 'unknown' : 'not-applied',
      retryable: true,
      status: 503,
    })
  }
}
