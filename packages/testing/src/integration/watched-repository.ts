import { type CallOptions, MapSessionRepository, type StoredSession } from '@session/core'
import type { StoreCall } from '@session/core/store'
import type { AnyAttributes } from '../repository/tested-repository.ts'
import { signal } from './signal.ts'

/** A call of a store: what `find` and `update` of a `SessionStore` are called. */
export type WatchedOperation = 'find' | 'insert' | 'update' | 'remove'

/** A store call that a test keeps from going on. */
export interface HeldCall {
  /** Resolves when the call has come. */
  readonly reached: Promise<void>
  release(): void
}

/** What a driver's error says here; none of it may reach a client. */
export const driverSecret = 'driver-error-of-database-host-10.0.0.7'

/** Sessions in memory, behind a store whose calls a test counts, holds back and breaks. */
export class WatchedRepository extends MapSessionRepository<AnyAttributes> {
  /** The raw door: what is stored, by id. */
  readonly stored: Map<string, StoredSession>
  /** Every call of the store since the last `forgetCalls()`. */
  readonly calls: string[] = []
  readonly #broken = new Set<string>()
  readonly #held = new Map<string, () => Promise<void>>()

  constructor() {
    const stored = new Map<string, StoredSession>()
    super(stored, { cleanupInterval: false, storeTimeout: '1m' })
    this.stored = stored
  }

  forgetCalls(): void {
    this.calls.length = 0
  }

  /** The next call of this kind waits until it is released. */
  hold(operation: WatchedOperation): HeldCall {
    const reached = signal()
    const released = signal()
    this.#held.set(operation, () => {
      reached.give()
      return released.given
    })
    return { reached: reached.given, release: released.give }
  }

  /** Calls of these kinds fail until `heal()`. */
  fail(...operations: readonly WatchedOperation[]): void {
    for (const operation of operations) this.#broken.add(operation)
  }

  heal(): void {
    this.#broken.clear()
  }

  protected override call<T>(
    operation: string,
    options: CallOptions | undefined,
    invoke: (call: StoreCall) => Promise<T>,
  ): Promise<T> {
    this.calls.push(operation)
    return super.call(operation as never, options, async (call) => {
      const wait = this.#held.get(operation)
      this.#held.delete(operation)
      await wait?.()
      if (this.#broken.has(operation)) {
        throw Object.assign(new Error(driverSecret), { code: 'ECONNREFUSED' })
      }
      return invoke(call)
    })
  }
}
