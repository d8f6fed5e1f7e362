import { ForeignSessionError } from '../errors/foreign-session-error.ts'
import { RepositoryClosedError } from '../errors/repository-closed-error.ts'
import { SessionError } from '../errors/session-error.ts'
import { SessionGoneError } from '../errors/session-gone-error.ts'
import { SessionIdTakenError } from '../errors/session-id-taken-error.ts'
import type { PreparedSave, PreparesSaves } from '../repository/prepared-save.ts'
import {
  type RepositoryOptions,
  type RepositorySettings,
  repositorySettings,
} from '../repository/repository-options.ts'
import type {
  CallOptions,
  FindOptions,
  SessionRepository,
} from '../repository/session-repository.ts'
import type { SessionAttributes } from '../session/attributes.ts'
import type { PendingSave } from '../session/pending-save.ts'
import type { Session } from '../session/session.ts'
import { HANDLE_REFERENCE } from '../session/session-handle.ts'
import { isWellFormedSessionId } from '../session/session-id-generator.ts'
import { TrackedSession } from '../session/tracked-session.ts'
import type { SessionDelta } from './session-delta.ts'
import type { SessionRecord } from './session-record.ts'
import type { SessionStore, StoreCall, StoreEvent } from './session-store.ts'
import { callStore, type StoreOperation } from './store-call.ts'

/** Long enough to make tables and indexes. */
const PREPARE_TIMEOUT = 10_000

/**
 * What every repository does, written once over a store's few atomic steps: tracking, save modes,
 * the order of saves, id hashing, deadlines, outcomes. The simple repository of a store is
 * `super(someStore(client, options), options)`.
 */
export class StoredSessionRepository<A = SessionAttributes>
  implements SessionRepository<A>, PreparesSaves<A>
{
  protected readonly store: SessionStore
  protected readonly settings: RepositorySettings
  #prepared: Promise<void> | undefined
  #isReady = false
  #isClosed = false
  readonly #flush: ((session: TrackedSession<A>) => void) | undefined
  readonly #flushErrors = new WeakMap<object, unknown>()

  constructor(store: SessionStore, options: RepositoryOptions = {}) {
    this.store = store
    this.settings = repositorySettings(options)
    if (this.settings.flushMode === 'immediate') this.#flush = (session) => this.#queue(session)
  }

  createSession(): Session<A> {
    const { rules, maxInactiveInterval } = this.settings
    const session = TrackedSession.create<A>(rules, maxInactiveInterval, this.#flush)
    this.#flush?.(session)
    return session
  }

  async save(session: Session<A>, options?: CallOptions): Promise<void> {
    const tracked = this.#own(session)
    const pending = tracked.take()
    if (pending !== undefined) await this.#write(tracked, pending, options)
    else if (tracked.saving !== undefined) await tracked.saving
    const failed = this.#flushErrors.get(tracked)
    if (failed === undefined) return
    this.#flushErrors.delete(tracked)
    throw failed
  }

  prepareSave(session: Session<A>): PreparedSave | undefined {
    const tracked = this.#own(session)
    if (tracked.saving !== undefined || this.#flushErrors.has(tracked))
      return preparedByWaiting(() => this.save(session))
    const pending = tracked.take()
    if (pending === undefined) return undefined
    return {
      isNew: pending.isNew,
      changesId: pending.changesId,
      changesPrincipal: pending.changesPrincipal,
      write: (options) => this.#write(tracked, pending, options),
    }
  }

  isStored(session: Session<A>): boolean {
    return this.#own(session).isStored
  }

  async findById(id: string, options?: FindOptions): Promise<Session<A> | undefined> {
    if (!this.#isAcceptable(id)) return undefined
    const touch = options?.touch ?? false
    const key = this.settings.rules.keyOf(id)
    const record = await this.call('find', options, (call) => this.store.find(key, touch, call))
    if (record === undefined) return undefined
    const session = this.#load(id, record, touch)
    if (this.settings.rules.onDecodeError !== 'discard-session') return session
    try {
      session.decodeAll()
      return session
    } catch {
      await this.deleteById(id, options)
      return undefined
    }
  }

  async deleteById(id: string, options?: CallOptions): Promise<void> {
    if (this.#isAcceptable(id)) await this.removeKey(this.settings.rules.keyOf(id), options)
  }

  /**
   * Makes what must be there: schema, indexes, subscriptions. Optional: otherwise the first call
   * waits for it. Rejects when the store cannot be reached; call it again, or let the next call.
   */
  ready(): Promise<void> {
    this.#prepared ??= this.prepare().then(
      () => {
        this.#isReady = true
      },
      (error: unknown) => {
        this.#prepared = undefined
        throw error
      },
    )
    return this.#prepared
  }

  /** Stops timers and subscriptions. Never closes the client: it is yours. */
  async close(): Promise<void> {
    this.#isClosed = true
  }

  protected get isClosed(): boolean {
    return this.#isClosed
  }

  protected async prepare(): Promise<void> {
    if (this.store.prepare === undefined) return
    const facts = { ...this.#facts(undefined), timeout: PREPARE_TIMEOUT }
    await callStore('prepare', facts, async () => this.store.prepare?.())
  }

  /** One store call under the deadline, after what must be prepared. */
  protected call<T>(
    operation: StoreOperation,
    options: CallOptions | undefined,
    invoke: (call: StoreCall) => Promise<T>,
  ): Promise<T> {
    if (this.#isClosed) return Promise.reject(new RepositoryClosedError())
    const facts = this.#facts(options?.signal)
    if (this.#isReady) return callStore(operation, facts, invoke)
    return callStore(operation, facts, async (call) => {
      await this.ready()
      return invoke(call)
    })
  }

  /** Removes by key; `true` when this call was the one that removed it. */
  protected async removeKey(key: string, options?: CallOptions): Promise<boolean> {
    const record = await this.call('remove', options, (call) => this.store.remove(key, call))
    if (record === undefined) return false
    this.announce({ type: 'deleted', id: key, record, local: true })
    return true
  }

  /** A session that was found by something other than its id. Nothing has touched it. */
  protected loadFound(record: SessionRecord): Session<A> {
    return this.#load(this.idOf(record.id), record, false)
  }

  /** What stands for an id where only the key is known. */
  protected idOf(key: string): string {
    return this.settings.hashIds ? HANDLE_REFERENCE + key : key
  }

  /** Something happened to a session through this repository. The simple one tells nobody. */
  protected announce(_event: StoreEvent): void {}

  /** Saves of one session leave in the order they were made. */
  async #write(
    session: TrackedSession<A>,
    taken: PendingSave,
    options?: CallOptions,
  ): Promise<void> {
    const before = session.saving
    const run =
      before === undefined
        ? this.#send(taken, options)
        : before.then((ok) => this.#sendAfter(ok, session, taken, options))
    const done = run.then(
      () => true,
      () => false,
    )
    session.saving = done
    try {
      await run
    } finally {
      if (session.saving === done) session.saving = undefined
    }
  }

  async #sendAfter(
    previousOk: boolean,
    session: TrackedSession<A>,
    taken: PendingSave,
    options?: CallOptions,
  ): Promise<void> {
    if (previousOk) return this.#send(taken, options)
    // What the failed save carried is pending again, and this one was taken on top of it.
    taken.undo(false)
    const pending = session.take()
    if (pending !== undefined) await this.#send(pending, options)
  }

  async #send(pending: PendingSave, options?: CallOptions): Promise<void> {
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
    const record = pending.toRecord()
    const result = await this.call('insert', options, (call) => this.store.insert(record, call))
    if (result === 'taken') {
      // An insert whose reply was lost did arrive: nobody else can have this id.
      if (pending.uncertainKey !== pending.key) throw new SessionIdTakenError()
      if (!(await this.#updateAt(pending.key, pending.toDelta(), options))) return false
    }
    this.announce({ type: 'created', id: record.id, record, local: true })
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
      this.announce({ type: 'id-changed', id: delta.newId, previousId: key, local: true })
    }
    return true
  }

  async #updateAt(key: string, delta: SessionDelta, options?: CallOptions): Promise<boolean> {
    const result = await this.call('update', options, (call) => this.store.update(key, delta, call))
    return result === 'updated'
  }

  /** Flush mode `'immediate'`. The first error waits for the next `save()`; none is left unhandled. */
  #queue(session: TrackedSession<A>): void {
    const pending = session.take()
    if (pending === undefined) return
    this.#write(session, pending).catch((error: unknown) => {
      if (!this.#flushErrors.has(session)) this.#flushErrors.set(session, error)
    })
  }

  #own(session: Session<A>): TrackedSession<A> {
    if (session instanceof TrackedSession && session.isMadeBy(this.settings.rules)) return session
    throw new ForeignSessionError()
  }

  #load(id: string, record: SessionRecord, inUse: boolean): TrackedSession<A> {
    const { rules } = this.settings
    return TrackedSession.load<A>(rules, id, record, { inUse, changed: this.#flush })
  }

  /** A malformed id is nobody's: no store sees it. */
  #isAcceptable(id: string): boolean {
    const isReference =
      this.settings.hashIds && typeof id === 'string' && id.startsWith(HANDLE_REFERENCE)
    return isWellFormedSessionId(isReference ? id.slice(HANDLE_REFERENCE.length) : id)
  }

  #facts(signal: AbortSignal | undefined): Parameters<typeof callStore>[1] {
    const { rules, storeTimeout, storeClock, touchInterval } = this.settings
    return {
      timeout: storeTimeout,
      now: storeClock?.now(),
      absoluteTimeout: rules.absoluteTimeout,
      touchInterval,
      signal,
    }
  }
}

/** A save is on its way (flush mode `'immediate'`, or one nobody awaited): the commit awaits it. */
function preparedByWaiting(save: () => Promise<void>): PreparedSave {
  // What that save carries is not known here: assume that a login is at stake.
  return { isNew: false, changesId: true, changesPrincipal: true, write: save }
}
