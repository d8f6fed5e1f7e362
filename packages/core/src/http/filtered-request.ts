import { IllegalStateError } from '../errors/illegal-state-error.ts'
import { preparesSaves } from '../repository/prepared-save.ts'
import { isWellFormedSessionId } from '../session/session-id-generator.ts'
import { SessionCommit } from './commit.ts'
import type { HttpExchange, ResponseParticipant } from './http-exchange.ts'
import type { HttpSession } from './http-session.ts'
import { type OwningRequest, RequestHttpSession } from './request-http-session.ts'
import type { RequestSession } from './request-session.ts'
import type { SessionSettings } from './session-options.ts'

/** A hostile client may present hundreds of ids: at most so many are looked up. */
const MAX_CANDIDATES = 2

/** One request's session: looked up at most once, created at most once, committed before the head. */
export class FilteredRequest<A>
  implements RequestSession<A>, OwningRequest<A>, ResponseParticipant
{
  readonly #settings: SessionSettings<A>
  readonly #exchange: HttpExchange
  #candidates: readonly string[] | undefined
  #lookup: Promise<RequestHttpSession<A> | undefined> | undefined
  #session: RequestHttpSession<A> | undefined
  /** The presented id under which a session was found: what the client holds. */
  #clientId: string | undefined
  #isHeld = false
  #isInvalidated = false
  #committed = false
  #hasFailed = false
  isOver = false

  constructor(settings: SessionSettings<A>, exchange: HttpExchange) {
    this.#settings = settings
    this.#exchange = exchange
  }

  get headHasLeft(): boolean {
    return this.#committed || this.#exchange.headersSent
  }

  getSession(): Promise<HttpSession<A>>
  getSession(options?: { create?: boolean }): Promise<HttpSession<A> | undefined>
  getSession(options?: { create?: boolean }): Promise<HttpSession<A> | undefined> {
    return this.#settled(this.#get(options?.create ?? true))
  }

  invalidateSession(): Promise<void> {
    return this.#settled(this.#invalidateRequested())
  }

  get requestedSessionId(): string | undefined {
    // Whoever looks at it makes a response that depends on it.
    this.#hold()
    return this.#clientId ?? this.#candidateIds()[0]
  }

  isRequestedSessionIdValid(): Promise<boolean> {
    return this.#settled(this.#isRequestedValid())
  }

  saveNow(session: RequestHttpSession<A>): Promise<void> {
    return this.#settled(this.#saveNow(session))
  }

  invalidate(session: RequestHttpSession<A>): Promise<void> {
    return this.#settled(this.#invalidate(session))
  }

  /** Before the head leaves. */
  commit(): Promise<void> | undefined {
    const commit = new SessionCommit(this.#settings, this.#exchange)
    const done = commit.beforeHead(this.#session, this.#clientId, this.#isInvalidated)
    this.#committed = true
    return done?.catch((error: unknown) => {
      this.#hasFailed = true
      throw error
    })
  }

  /** Before the response is complete: what changed since the head left. */
  complete(isCommitMoment = false): Promise<void> | undefined {
    this.isOver = true
    // The client gets an error: what it reports as not saved must not be saved behind its back.
    if (isCommitMoment || this.#hasFailed) return undefined
    return new SessionCommit(this.#settings, this.#exchange).afterHead(this.#session)
  }

  async #get(create: boolean): Promise<HttpSession<A> | undefined> {
    const { creationPolicy } = this.#settings
    if (this.isOver) throw new IllegalStateError(OVER)
    if (creationPolicy === 'stateless') {
      if (!create) return undefined
      throw new IllegalStateError("No session is used here: creationPolicy is 'stateless'.")
    }
    this.#hold()
    const found = await this.#current()
    if (found !== undefined || !create) return found
    if (creationPolicy === 'never') {
      throw new IllegalStateError(
        "There is no session, and creationPolicy 'never' creates none. Ask with { create: false }.",
      )
    }
    if (this.headHasLeft) {
      throw new IllegalStateError(
        'A session cannot be created after the response has begun. Call getSession() before the first byte is written.',
      )
    }
    // Another call may have made one while this one waited for the lookup.
    this.#session ??= this.#create(creationPolicy === 'always')
    return this.#session
  }

  #create(isStarted: boolean): RequestHttpSession<A> {
    const { repository } = this.#settings
    const inner = repository.createSession()
    const session = new RequestHttpSession(this, inner, true, isStarted)
    // With flush mode 'immediate' it is on its way to the store already.
    session.isStored = preparesSaves<A>(repository) && repository.isStored(inner)
    return session
  }

  /** The session in use, else the one that the client presented. Looked up once. */
  async #current(): Promise<RequestHttpSession<A> | undefined> {
    if (this.#session !== undefined) return this.#session
    if (this.#isInvalidated) return undefined
    this.#lookup ??= this.#find()
    try {
      const found = await this.#lookup
      // Invalidated, or made by another call, while the lookup was under way.
      if (this.#isInvalidated) return this.#session
      this.#session ??= found
      return this.#session
    } catch (error) {
      this.#lookup = undefined
      throw error
    }
  }

  async #find(): Promise<RequestHttpSession<A> | undefined> {
    for (const id of this.#candidateIds()) {
      const session = await this.#settings.repository.findById(id, { touch: true })
      if (session === undefined) continue
      this.#clientId = id
      return new RequestHttpSession(this, session, false, true)
    }
    return undefined
  }

  #candidateIds(): readonly string[] {
    this.#candidates ??= acceptable(this.#settings.idResolver.resolveSessionIds(this.#exchange))
    return this.#candidates
  }

  async #isRequestedValid(): Promise<boolean> {
    if (this.#settings.creationPolicy === 'stateless' || this.#isInvalidated) return false
    this.#hold()
    await this.#current()
    return this.#clientId !== undefined && !this.#isInvalidated
  }

  async #saveNow(session: RequestHttpSession<A>): Promise<void> {
    session.assertValid()
    if (this.isOver) throw new IllegalStateError(OVER)
    if (this.headHasLeft && !session.isStored) {
      throw new IllegalStateError('A session cannot be created after the response has begun.')
    }
    await this.#settings.repository.save(session.inner)
    session.isStored = true
    session.storedId = session.id
  }

  async #invalidate(session: RequestHttpSession<A>): Promise<void> {
    session.assertValid()
    // First, so that the client forgets the id though the store may fail.
    session.isInvalidated = true
    this.#isInvalidated = true
    if (this.#session === session) this.#session = undefined
    if (session.isStored) await this.#settings.repository.deleteById(session.storedId)
  }

  async #invalidateRequested(): Promise<void> {
    if (this.#settings.creationPolicy === 'stateless') return
    this.#hold()
    if (this.#session === undefined && this.#lookup !== undefined) await this.#current()
    if (this.#session !== undefined) return this.#invalidate(this.#session)
    if (this.#isInvalidated) return
    const ids = this.#candidateIds()
    if (ids.length === 0) return
    this.#isInvalidated = true
    await Promise.all(ids.map((id) => this.#settings.repository.deleteById(id)))
  }

  #hold(): void {
    if (this.#isHeld) return
    this.#exchange.hold(this)
    this.#isHeld = true
  }

  /** Where a rejection would kill the process, it goes to the framework and the handler waits for ever. */
  #settled<T>(promise: Promise<T>): Promise<T> {
    const { reject } = this.#exchange
    if (reject === undefined) return promise
    return new Promise((resolve) => {
      promise.then(resolve, reject)
    })
  }
}

/** Well-formed, each once, and not too many: usually the one that is there. */
function acceptable(presented: readonly string[]): readonly string[] {
  const ids = presented.filter(isWellFormedSessionId)
  return ids.length > 1 ? [...new Set(ids)].slice(0, MAX_CANDIDATES) : ids
}

const OVER =
  'The response is complete: this request has no session any more. Outside a request use findById(), change it, and save().'
