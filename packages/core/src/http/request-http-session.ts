import { IllegalStateError } from '../errors/illegal-state-error.ts'
import type { Duration, Interval } from '../expiry/duration.ts'
import { attributeView } from '../session/attribute-view.ts'
import type { AttributeName, AttributeView, OpenAttributes } from '../session/attributes.ts'
import { inspectAsString } from '../session/inspect.ts'
import type { Session } from '../session/session.ts'
import { type HttpSession, REMEMBER_ME_ATTRIBUTE } from './http-session.ts'

/** What the session asks of the request that it belongs to. */
export interface OwningRequest<A> {
  /** Has the head of the response left? Then nothing can be sent that creates or renames a session. */
  readonly headHasLeft: boolean
  /** Is the response complete, and with it everything saved that will be? */
  readonly isOver: boolean
  saveNow(session: RequestHttpSession<A>): Promise<void>
  invalidate(session: RequestHttpSession<A>): Promise<void>
}

/** A stored session, watched over by its request: it ends with `invalidate()` and with the response. */
export class RequestHttpSession<A> implements HttpSession<A> {
  readonly inner: Session<A>
  readonly isNew: boolean
  readonly #request: OwningRequest<A>
  #view: AttributeView<A> | undefined
  /** Does the store have it? */
  isStored: boolean
  isStarted: boolean
  isInvalidated = false
  /** Must the client hear of the id though it may have it: the cookie's lifetime changed. */
  mustSendId = false
  /** The id under which the store has it, while a new one is not saved yet. */
  storedId: string

  constructor(request: OwningRequest<A>, inner: Session<A>, isNew: boolean, isStarted: boolean) {
    this.#request = request
    this.inner = inner
    this.isNew = isNew
    this.isStored = !isNew
    this.isStarted = isStarted
    this.storedId = inner.id
  }

  get id(): string {
    return this.inner.id
  }

  get handle(): string {
    return this.inner.handle
  }

  get maxInactiveInterval(): number {
    return this.inner.maxInactiveInterval
  }

  set maxInactiveInterval(value: Interval | number) {
    this.#assertOpen()
    this.inner.maxInactiveInterval = value
  }

  get creationTime(): Date {
    return this.#valid().creationTime
  }

  get lastAccessedTime(): Date {
    return this.#valid().lastAccessedTime
  }

  get expiresAt(): Date | undefined {
    return this.#valid().expiresAt
  }

  get principalName(): string | undefined {
    return this.#valid().principalName
  }

  set principalName(name: string | undefined) {
    this.#writable().principalName = name
  }

  get attributes(): AttributeView<A> {
    this.#view ??= attributeView<A>(this as unknown as RequestHttpSession<Record<string, unknown>>)
    return this.#view
  }

  get attributeNames(): readonly AttributeName<A>[] {
    return this.#valid().attributeNames
  }

  getAttribute<K extends AttributeName<A>>(name: K): OpenAttributes<A>[K] | undefined {
    return this.#valid().getAttribute(name)
  }

  getRequiredAttribute<K extends AttributeName<A>>(name: K): NonNullable<OpenAttributes<A>[K]> {
    return this.#valid().getRequiredAttribute(name)
  }

  setAttribute<K extends AttributeName<A>>(name: K, value: OpenAttributes<A>[K] | undefined): void {
    this.#writable().setAttribute(name, value)
  }

  removeAttribute(name: AttributeName<A>): void {
    this.#writable().removeAttribute(name)
  }

  touch(): void {
    this.#writable().touch()
  }

  changeSessionId(): string {
    const session = this.#writable()
    if (this.#request.headHasLeft) {
      throw new IllegalStateError(
        'The session id cannot change after the response has begun: the client could not be told. Call changeSessionId() before the first byte is written.',
      )
    }
    return session.changeSessionId()
  }

  isExpired(): boolean {
    return this.isInvalidated || this.inner.isExpired()
  }

  start(): void {
    this.#writable()
    this.isStarted = true
  }

  rememberMe(validity: Duration = '30d'): void {
    const session = this.#writable()
    session.maxInactiveInterval = validity
    ;(session as Session<Record<string, unknown>>).setAttribute(REMEMBER_ME_ATTRIBUTE, true)
    this.mustSendId = true
  }

  save(): Promise<void> {
    return this.#request.saveNow(this)
  }

  invalidate(): Promise<void> {
    return this.#request.invalidate(this)
  }

  get isRemembered(): boolean {
    const session = this.inner as Session<Record<string, unknown>>
    return session.getAttribute(REMEMBER_ME_ATTRIBUTE) === true
  }

  toJSON(): object {
    return (this.inner as { toJSON?(): object }).toJSON?.() ?? { handle: this.handle }
  }

  static {
    inspectAsString(RequestHttpSession.prototype)
  }

  toString(): string {
    return `Session ${this.handle}`
  }

  /** @throws IllegalStateError when the session was invalidated. */
  assertValid(): void {
    this.#valid()
  }

  #valid(): Session<A> {
    if (!this.isInvalidated) return this.inner
    throw new IllegalStateError(
      'The session was invalidated in this request. getSession() gives a fresh one.',
    )
  }

  #writable(): Session<A> {
    const session = this.#valid()
    this.#assertOpen()
    return session
  }

  #assertOpen(): void {
    if (this.#request.isOver) {
      throw new IllegalStateError(
        'The response is complete, and nothing saves this session any more. Outside a request use findById(), change it, and save().',
      )
    }
    if (this.#request.headHasLeft && !this.isStored) {
      throw new IllegalStateError(
        'A session cannot be created after the response has begun: the client could not be told. Put something into it, or call start(), before the first byte is written.',
      )
    }
  }
}
