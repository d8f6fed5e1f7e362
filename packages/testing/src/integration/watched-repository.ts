import { MapSessionRepository, type StoredSession } from '@session/core'
import type { AnyAttributes } from '../repository/tested-repository.ts'
import { gateBefore } from './gate-before.ts'
import type { HeldCall, StoreGate, WatchedOperation } from './store-gate.ts'

/** Sessions in memory, behind a store whose calls a test counts, holds back and breaks. */
export class WatchedRepository extends MapSessionRepository<AnyAttributes> {
  /** The raw door: what is stored, by id. */
  readonly stored: Map<string, StoredSession>
  readonly #gate: StoreGate

  constructor() {
    const stored = new Map<string, StoredSession>()
    super(stored, { cleanupInterval: false, storeTimeout: '1m' })
    this.stored = stored
    this.#gate = gateBefore(this)
  }

  /** Every call of the store since the last `forgetCalls()`. */
  get calls(): readonly string[] {
    return this.#gate.calls
  }

  forgetCalls(): void {
    this.#gate.forgetCalls()
  }

  /** The next call of this kind waits until it is released. */
  hold(operation: WatchedOperation): HeldCall {
    return this.#gate.hold(operation)
  }

  /** Calls of these kinds fail until `heal()`. */
  fail(...operations: readonly WatchedOperation[]): void {
    this.#gate.fail(...operations)
  }

  heal(): void {
    this.#gate.heal()
  }
}
