import type { SessionEvents } from '../events/session-event.ts'
import { SessionEventPublisher } from '../events/session-event-publisher.ts'
import type {
  ListenerOptions,
  SessionEventSource,
  SessionListener,
} from '../events/session-listener.ts'
import { StoredSessionEvent } from '../events/stored-session-event.ts'
import { CleanupSchedule } from '../expiry/cleanup-schedule.ts'
import { isIndexValue } from '../index-resolver/index-value.ts'
import {
  type FindByIndexNameSessionRepository,
  PRINCIPAL_NAME_INDEX_NAME,
} from '../repository/find-by-index-name-session-repository.ts'
import type { RepositoryOptions } from '../repository/repository-options.ts'
import type { CallOptions } from '../repository/session-repository.ts'
import type { SessionAttributes } from '../session/attributes.ts'
import type { Session } from '../session/session.ts'
import { handleOf } from '../session/session-handle.ts'
import { TrackedSession } from '../session/tracked-session.ts'
import type { SessionStore, StoreCall, StoreEvent } from './session-store.ts'
import { StoredSessionRepository } from './stored-session-repository.ts'

/** A store that can also find sessions by an index. */
export type IndexedSessionStore = SessionStore & Required<Pick<SessionStore, 'findByIndex'>>

/** How many expired sessions one store call removes. */
const SWEEP_BATCH = 500

/** A repository that also finds sessions by user, tells of events, and removes what expired. */
export class IndexedSessionRepository<A = SessionAttributes>
  extends StoredSessionRepository<A>
  implements FindByIndexNameSessionRepository<A>, SessionEventSource<A>
{
  declare protected readonly store: IndexedSessionStore
  readonly #events: SessionEventPublisher<A>
  readonly #cleanup: CleanupSchedule | undefined
  #subscribing: Promise<void> | undefined
  #unsubscribe: (() => Promise<void>) | undefined

  constructor(store: IndexedSessionStore, options: RepositoryOptions = {}) {
    super(store, options)
    const { cleanupInterval, onListenerError } = this.settings
    this.#events = new SessionEventPublisher(onListenerError)
    if (cleanupInterval !== undefined && store.removeExpired !== undefined) {
      this.#cleanup = new CleanupSchedule(cleanupInterval, () => this.cleanUpExpiredSessions())
    }
  }

  async findByIndexNameAndIndexValue(
    name: string,
    value: string,
    options?: CallOptions,
  ): Promise<Map<string, Session<A>>> {
    const found = new Map<string, Session<A>>()
    if (typeof name !== 'string' || typeof value !== 'string' || !isIndexValue(value)) return found
    const records = await this.call('findByIndex', options, (call) =>
      this.store.findByIndex(name, value, call),
    )
    for (const record of records) {
      const session = this.loadFound(record)
      if (session !== undefined) found.set(session.id, session)
    }
    return found
  }

  findByPrincipalName(name: string, options?: CallOptions): Promise<Map<string, Session<A>>> {
    return this.findByIndexNameAndIndexValue(PRINCIPAL_NAME_INDEX_NAME, name, options)
  }

  async deleteByPrincipalName(
    name: string,
    options?: CallOptions & { except?: string },
  ): Promise<number> {
    const { keyOf } = this.settings.rules
    const except = options?.except === undefined ? undefined : keyOf(options.except)
    const sessions = await this.findByPrincipalName(name, options)
    const keys = [...sessions.keys()].map(keyOf).filter((key) => key !== except)
    const removed = await Promise.all(keys.map((key) => this.removeKey(key, options)))
    return removed.filter(Boolean).length
  }

  on<K extends keyof SessionEvents<A>>(
    type: K,
    listener: SessionListener<K, A>,
    options?: ListenerOptions,
  ): () => void {
    const off = this.#events.on(type, listener, options)
    // A process that only listens is to hear of the others too. A failure is met again, and reported,
    // by the next call; the cleanup tries in any case.
    this.#cleanup?.start()
    this.ready().catch(() => undefined)
    return off
  }

  /**
   * Removes and announces what expired. Runs by itself every `cleanupInterval`; returns how many
   * this call removed.
   */
  async cleanUpExpiredSessions(options?: CallOptions): Promise<number> {
    let removed = 0
    for (;;) {
      const records = await this.call(
        'removeExpired',
        options,
        async (call) => (await this.store.removeExpired?.(SWEEP_BATCH, call)) ?? [],
      )
      for (const record of records) {
        this.announce({ type: 'expired', id: record.id, record, local: true })
      }
      removed += records.length
      if (records.length < SWEEP_BATCH || this.isClosed) return removed
    }
  }

  /** Also subscribes to what other nodes do, once somebody listens: until then it would cost in vain. */
  override async ready(): Promise<void> {
    await super.ready()
    if (this.isReady) return
    this.#subscribing ??= this.preparing('subscribe', (call) => this.#subscribe(call)).finally(
      () => {
        this.#subscribing = undefined
      },
    )
    await this.#subscribing
  }

  override async close(): Promise<void> {
    await super.close()
    await this.#cleanup?.stop()
    await this.#unsubscribe?.()
    this.#unsubscribe = undefined
  }

  protected override get isReady(): boolean {
    const isSubscribed = this.store.subscribe === undefined || this.#unsubscribe !== undefined
    return super.isReady && (isSubscribed || !this.#events.isHeard)
  }

  protected override async prepare(): Promise<void> {
    this.#cleanup?.start()
    await super.prepare()
  }

  async #subscribe(call: StoreCall): Promise<void> {
    const unsubscribe = await this.store.subscribe?.(
      (event) => this.announce(event),
      (since) => this.#announceGap(since),
    )
    // Given up or closed meanwhile: nobody else would end this subscription.
    if (call.signal.aborted || this.isClosed) await unsubscribe?.()
    else this.#unsubscribe = unsubscribe
  }

  protected override announce(event: StoreEvent): void {
    if (this.isClosed || !this.#events.isHeard) return
    const { id, previousId, local, record } = event
    this.#events.publish(
      new StoredSessionEvent<A>({
        type: event.type,
        sessionId: this.idOf(id),
        handle: this.#handleOf(id),
        previous:
          previousId === undefined
            ? undefined
            : { sessionId: this.idOf(previousId), handle: this.#handleOf(previousId) },
        local,
        session: () =>
          record === undefined
            ? undefined
            : TrackedSession.load<A>(this.settings.rules, this.idOf(id), record, {
                inUse: false,
                readOnly: true,
              }),
      }) as SessionEvents<A>['created' | 'deleted' | 'expired' | 'id-changed'],
    )
  }

  #announceGap(since: number | undefined): void {
    if (this.isClosed) return
    this.#events.publishGap({ type: 'gap', since: since === undefined ? since : new Date(since) })
  }

  #handleOf(key: string): string {
    return this.settings.hashIds ? key : handleOf(key)
  }
}
