import { ForeignSessionError } from '../errors/foreign-session-error.ts'
import { RepositoryClosedError } from '../errors/repository-closed-error.ts'
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
import type { Session } from '../session/session.ts'
import { HANDLE_REFERENCE } from '../session/session-handle.ts'
import { isWellFormedSessionId } from '../session/session-id-generator.ts'
import { TrackedSession } from '../session/tracked-session.ts'
import { PendingSaveWriter } from './pending-save-writer.ts'
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
  readonly #queued = new WeakSet<object>()
  readonly #writer: PendingSaveWriter

  constructor(store: SessionStore, options: RepositoryOptions = {}) {
    this.store = store
    this.settings = repositorySettings(options)
    this.#writer = new PendingSaveWriter(
      store,
      (operation, choice, invoke) => this.call(operation, choice, invoke),
      (event) => this.announce(event),
    )
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
    await this.#inTurn(tracked, () => {
      const failed = this.#flushErrors.get(tracked)
      this.#flushErrors.delete(tracked)
      // Nothing is sent then: what the queue carried is pending again, as its error says.
      if (failed !== undefined) throw failed
      const pending = tracked.take()
      return pending && this.#writer.write(pending, options)
    })
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
      write: (options) => this.#inTurn(tracked, () => this.#writer.write(pending, options)),
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
    if (this.#isAcceptedAsRead(session)) return session
    await this.deleteById(id, options)
    return undefined
  }

  async deleteById(id: string, options?: CallOptions): Promise<void> {
    if (this.#isAcceptable(id)) await this.removeKey(this.settings.rules.keyOf(id), options)
  }

  /**
   * Makes what must be there: schema, indexes, subscriptions. Optional: otherwise the first call
   * waits for it. Rejects when the store cannot be reached; call it again, or let the next call.
   */
  ready(): Promise<void> {
    if (this.#isClosed) return Promise.reject(new RepositoryClosedError())
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

  /** May a call go to the store at once? */
  protected get isReady(): boolean {
    return this.#isReady
  }

  protected async prepare(): Promise<void> {
    if (this.store.prepare === undefined) return
    await this.preparing('prepare', async () => this.store.prepare?.())
  }

  protected preparing<T>(
    operation: StoreOperation,
    invoke: (call: StoreCall) => Promise<T>,
  ): Promise<T> {
    return callStore(operation, { ...this.#facts(undefined), timeout: PREPARE_TIMEOUT }, invoke)
  }

  /** One store call under the deadline, after what must be prepared. */
  protected call<T>(
    operation: StoreOperation,
    options: CallOptions | undefined,
    invoke: (call: StoreCall) => Promise<T>,
  ): Promise<T> {
    if (this.#isClosed) return Promise.reject(new RepositoryClosedError())
    const facts = this.#facts(options?.signal)
    if (this.isReady) return callStore(operation, facts, invoke)
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

  /**
   * A session that was found by something other than its id, which has touched nothing; `undefined`
   * when it is given up because an attribute cannot be read.
   */
  protected loadFound(record: SessionRecord): Session<A> | undefined {
    const session = this.#load(this.idOf(record.id), record, false)
    return this.#isAcceptedAsRead(session) ? session : undefined
  }

  /** What stands for an id where only the key is known. */
  protected idOf(key: string): string {
    return this.settings.hashIds ? HANDLE_REFERENCE + key : key
  }

  /** Something happened to a session through this repository. The simple one tells nobody. */
  protected announce(_event: StoreEvent): void {}

  /**
   * One save of a session is under way at a time, and each takes what is pending when its turn comes:
   * taken earlier, on top of a save that then fails, it would be sent to a key that does not exist.
   */
  async #inTurn(session: TrackedSession<A>, start: () => Promise<void> | undefined): Promise<void> {
    // Not one pause when nothing is under way: what is pending now is what is saved.
    while (session.saving !== undefined) await session.saving
    const save = start()
    if (save === undefined) return
    session.saving = save.catch(() => undefined)
    try {
      await save
    } finally {
      session.saving = undefined
    }
  }

  /** Flush mode `'immediate'`. The first error waits for the next `save()`; none is left unhandled. */
  #queue(session: TrackedSession<A>): void {
    // The one that waits for its turn will take this change too.
    if (this.#queued.has(session)) return
    this.#queued.add(session)
    const failed = (error: unknown): void => {
      if (!this.#flushErrors.has(session)) this.#flushErrors.set(session, error)
    }
    this.#inTurn(session, () => {
      this.#queued.delete(session)
      const pending = session.take()
      // Remembered before its turn ends: the save that comes next must find it.
      return pending && this.#writer.write(pending).catch(failed)
    }).catch(failed)
  }

  #own(session: Session<A>): TrackedSession<A> {
    if (session instanceof TrackedSession && session.isMadeBy(this.settings.rules)) return session
    throw new ForeignSessionError()
  }

  #load(id: string, record: SessionRecord, inUse: boolean): TrackedSession<A> {
    const { rules } = this.settings
    return TrackedSession.load<A>(rules, id, record, { inUse, changed: this.#flush })
  }

  /** With `onDecodeError: 'discard-session'` one unreadable attribute costs the session. */
  #isAcceptedAsRead(session: TrackedSession<A>): boolean {
    if (this.settings.rules.onDecodeError !== 'discard-session') return true
    try {
      session.decodeAll()
      return true
    } catch {
      return false
    }
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
