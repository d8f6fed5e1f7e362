import { type Outcome, SessionError } from './session-error.ts'

/**
 * The store refused or lost the call.
 *
 * The driver's own error is not attached: drivers put ids and values into messages and properties.
 * `driverCode` keeps its code (`ECONNREFUSED`, `57P01`), which names the reason and nothing else.
 */
export class StoreUnavailableError extends SessionError {
  override readonly code = 'STORE_UNAVAILABLE'
  readonly driverCode: string | undefined

  constructor(operation: string, outcome: Outcome, driverCode?: string) {
    super(
      `The session store failed at '${operation}'${driverCode === undefined ? '' : ` (${driverCode})`}.`,
      { outcome, retryable: true, status: 503 },
    )
    this.driverCode = driverCode
  }
}
