import { SessionError } from '../errors/session-error.ts'
import { SessionGoneError } from '../errors/session-gone-error.ts'
import { SessionIdTakenError } from '../errors/session-id-taken-error.ts'
import type { CallOptions } from '../repository/session-repository.ts'
import type { PendingSave } from '../session/pending-save.ts'
import type { SessionDelta } from './session-delta.ts'
import type { SessionStore, StoreCall, StoreEvent } from './session-store.ts'
import type { StoreOperation } from './store-call.ts'

/** A store call under the repository's deadline. */
type Call = <T>(
  operation: StoreOperation,
  options: CallOptions | undefined,
  invoke: (call: StoreCall) => Promise<T>,
) => Promise<T>

/** Carries one save to the store, also when an earlier one got lost on the way and may have arrived. */
export class PendingSaveWriter {
  readonly #store: SessionStore
  readonly #call: Call
  readonly #announce: (event: StoreEvent) => void

  constructor(store: SessionStore, call: Call, announce: (event: StoreEvent) => void) {
    this.#store = store
    this.#call = call
    this.#announce = announce
  }

  /** @throws SessionGoneError, and then or at any other error all of it is pending again */
  async write(pending: PendingSave, options?: CallOptions): Promise<void> {
    try {
      const stored = pending.isNew
        ? await this.#insert(pending, options)
        : await this.#update(pending, options)
      if (!stored) throw new SessionGoneError()
    } catch (error) {
      pending.undo(SessionError.isInstance(error) && error.outcome === 'unknown')
      throw error
    }
  }

  async #insert(pending: PendingSave, options?: CallOptions): Promise<boolean> {
    const { key, uncertainKey } = pending
    const record = pending.toRecord()
    // An insert whose reply was lost may have arrived, under the id that the session had then.
    const isMoved =
      uncertainKey !== undefined &&
      uncertainKey !== key &&
      (await this.#updateAt(uncertainKey, { ...pending.toDelta(), newId: key }, options))
    if (!isMoved) {
      const result = await this.#call('insert', options, (call) => this.#store.insert(record, call))
      if (result === 'taken') {
        // Or under this one: then nobody else can have it.
        if (uncertainKey !== key) throw new SessionIdTakenError()
        if (!(await this.#updateAt(key, pending.toDelta(), options))) return false
      }
    }
    this.#announce({ type: 'created', id: record.id, record, local: true })
    return true
  }

  async #update(pending: PendingSave, options?: CallOptions): Promise<boolean> {
    const { key, uncertainKey } = pending
    const delta = pending.toDelta()
    if (!(await this.#updateAt(key, delta, options))) {
      // An id change whose reply was lost may have been carried out: then the session is there.
      if (uncertainKey === undefined || uncertainKey === key) return false
      const { newId, ...rest } = delta
      const again = newId === undefined || newId === uncertainKey ? rest : { ...rest, newId }
      if (!(await this.#updateAt(uncertainKey, again, options))) return false
    }
    if (delta.newId !== undefined) {
      const record = pending.toStoredRecord()
      this.#announce({ type: 'id-changed', id: record.id, previousId: key, record, local: true })
    }
    return true
  }

  async #updateAt(key: string, delta: SessionDelta, options?: CallOptions): Promise<boolean> {
    const result = await this.#call('update', options, (call) =>
      this.#store.update(key, delta, call),
    )
    return result === 'updated'
  }
}
