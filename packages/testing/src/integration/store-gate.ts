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

/** Where calls pass on their way to a store: a test counts, holds back and breaks them. */
export class StoreGate {
  /** Every call since the last `forgetCalls()`. */
  readonly calls: string[] = []
  readonly #broken = new Set<string>()
  readonly #held = new Map<string, () => Promise<void>>()

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

  /** @throws what a driver throws, while calls of this kind fail */
  async pass(operation: string): Promise<void> {
    const wait = this.#held.get(operation)
    this.#held.delete(operation)
    await wait?.()
    if (this.#broken.has(operation)) {
      throw Object.assign(new Error(driverSecret), { code: 'ECONNREFUSED' })
    }
  }
}
