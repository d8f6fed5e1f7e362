import type {
  IndexedSessionStore,
  SessionDelta,
  SessionRecord,
  StoreCall,
} from '@session/core/store'

/** What goes wrong with one call of a store. */
export type Fault = 'error before' | 'error after' | 'hang then apply'

export const faults: readonly Fault[] = ['error before', 'error after', 'hang then apply']

/** As drivers throw it: with everything that they were given. */
export class DriverError extends Error {
  readonly code = 'ECONNRESET'
  readonly command: unknown

  constructor(args: unknown) {
    super(`Connection lost at ${JSON.stringify(args)}`)
    this.command = { args }
  }
}

/** A store whose calls go wrong where a test says so. They are counted from 1. */
export class FaultyStore implements IndexedSessionStore {
  readonly #inner: IndexedSessionStore
  readonly #plan = new Map<number, Fault>()
  calls = 0

  constructor(inner: IndexedSessionStore) {
    this.#inner = inner
  }

  /** The call of that number, from now on. */
  failAt(call: number, fault: Fault): void {
    this.#plan.set(this.calls + call, fault)
  }

  insert(record: SessionRecord, call: StoreCall): Promise<'inserted' | 'taken'> {
    return this.#run([record.id, ...record.indexes.values()], call, () =>
      this.#inner.insert(record, call),
    )
  }

  find(id: string, touch: boolean, call: StoreCall): Promise<SessionRecord | undefined> {
    return this.#run([id], call, () => this.#inner.find(id, touch, call))
  }

  update(id: string, delta: SessionDelta, call: StoreCall): Promise<'updated' | 'gone'> {
    return this.#run([id, delta.newId, ...delta.set.values()], call, () =>
      this.#inner.update(id, delta, call),
    )
  }

  remove(id: string, call: StoreCall): Promise<SessionRecord | undefined> {
    return this.#run([id], call, () => this.#inner.remove(id, call))
  }

  findByIndex(name: string, value: string, call: StoreCall): Promise<readonly SessionRecord[]> {
    return this.#run([value], call, () => this.#inner.findByIndex(name, value, call))
  }

  async #run<T>(args: unknown, call: StoreCall, apply: () => Promise<T>): Promise<T> {
    this.calls += 1
    const fault = this.#plan.get(this.calls)
    if (fault === 'error before') throw new DriverError(args)
    if (fault === 'hang then apply') {
      await new Promise((resolve) => call.signal.addEventListener('abort', resolve))
    }
    const result = await apply()
    if (fault === 'error after') throw new DriverError(args)
    return result
  }
}
