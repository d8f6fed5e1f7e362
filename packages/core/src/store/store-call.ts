import { storeCallChannel } from '../diagnostics/channels.ts'
import { CallAbortedError } from '../errors/call-aborted-error.ts'
import { type Outcome, SessionError } from '../errors/session-error.ts'
import { StoreTimeoutError } from '../errors/store-timeout-error.ts'
import { StoreUnavailableError } from '../errors/store-unavailable-error.ts'
import type { StoreCall } from './session-store.ts'

export type StoreOperation =
  | 'find'
  | 'findByIndex'
  | 'insert'
  | 'prepare'
  | 'remove'
  | 'removeExpired'
  | 'subscribe'
  | 'update'

/** What is the same for every call of one repository. */
export interface StoreCallFacts {
  /** Milliseconds. */
  readonly timeout: number
  readonly now: number | undefined
  readonly absoluteTimeout: number | undefined
  readonly touchInterval: number | undefined
  /** The caller's. */
  readonly signal: AbortSignal | undefined
}

/**
 * Calls the store and settles by the deadline in any case. What goes wrong comes out as a
 * `SessionError` with an outcome; a reply that arrives later is ignored.
 */
export function callStore<T>(
  operation: StoreOperation,
  facts: StoreCallFacts,
  invoke: (call: StoreCall) => Promise<T>,
): Promise<T> {
  if (facts.signal?.aborted) return Promise.reject(new CallAbortedError(operation, 'not-applied'))
  const report = startReport(operation)
  return new Promise<T>((resolve, reject) => {
    const call = new CallInProgress(facts)
    const settle = (): void => {
      clearTimeout(timer)
      facts.signal?.removeEventListener('abort', onAbort)
    }
    const fail = (error: SessionError): void => {
      settle()
      report?.(error.outcome)
      reject(error)
    }
    const giveUp = (error: SessionError): void => {
      fail(error)
      call.abort()
    }
    const onAbort = (): void => giveUp(new CallAbortedError(operation, lostOutcome(operation)))
    const timer = setTimeout(() => {
      giveUp(new StoreTimeoutError(operation, facts.timeout, isWrite(operation)))
    }, facts.timeout)
    facts.signal?.addEventListener('abort', onAbort, { once: true })
    // Inside a promise, so that a store that throws synchronously rejects like any other.
    Promise.resolve(call)
      .then(invoke)
      .then(
        (result) => {
          settle()
          report?.('ok')
          resolve(result)
        },
        (error: unknown) => fail(asSessionError(operation, error)),
      )
  })
}

/** The store's view of the call. The signal is made when the store asks for it: most do not. */
class CallInProgress implements StoreCall {
  readonly now: number | undefined
  readonly absoluteTimeout: number | undefined
  readonly touchInterval: number | undefined
  #controller: AbortController | undefined
  #aborted = false

  constructor(facts: StoreCallFacts) {
    this.now = facts.now
    this.absoluteTimeout = facts.absoluteTimeout
    this.touchInterval = facts.touchInterval
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.#aborted) this.#controller.abort()
    return this.#controller.signal
  }

  abort(): void {
    this.#aborted = true
    this.#controller?.abort()
  }
}

/** Could a lost call have changed a session? */
const isWrite = (operation: StoreOperation): boolean =>
  ['insert', 'remove', 'removeExpired', 'update'].includes(operation)

const lostOutcome = (operation: StoreOperation): Outcome =>
  isWrite(operation) ? 'unknown' : 'not-applied'

/** Drivers put ids and values into their errors: only the code gets out. */
function asSessionError(operation: StoreOperation, error: unknown): SessionError {
  if (SessionError.isInstance(error)) return error
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  const isPlain = typeof code === 'string' && /^[A-Za-z0-9_]{1,40}$/.test(code)
  return new StoreUnavailableError(operation, lostOutcome(operation), isPlain ? code : undefined)
}

function startReport(operation: StoreOperation): ((outcome: 'ok' | Outcome) => void) | undefined {
  if (!storeCallChannel.hasSubscribers) return undefined
  const start = performance.now()
  return (outcome) =>
    storeCallChannel.publish({ operation, duration: performance.now() - start, outcome })
}
