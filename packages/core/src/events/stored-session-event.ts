import type { Session } from '../session/session.ts'
import type { SessionIdChangedEvent } from './session-event.ts'

export type StoredEventType = 'created' | 'deleted' | 'expired' | 'id-changed'

interface StoredSessionEventFacts<A> {
  readonly type: StoredEventType
  readonly sessionId: string
  readonly handle: string
  readonly previous: { readonly sessionId: string; readonly handle: string } | undefined
  readonly local: boolean
  readonly session: () => Readonly<Session<A>> | undefined
}

/**
 * An event that reads its session only when a listener asks for it. Its ids are behind getters, so
 * that printing or serializing an event shows the handle and no secret.
 */
export class StoredSessionEvent<A> implements Omit<SessionIdChangedEvent<A>, 'type'> {
  readonly type: StoredEventType
  readonly handle: string
  readonly local: boolean
  readonly #facts: StoredSessionEventFacts<A>
  #session: { readonly value: Readonly<Session<A>> | undefined } | undefined

  constructor(facts: StoredSessionEventFacts<A>) {
    this.type = facts.type
    this.handle = facts.handle
    this.local = facts.local
    this.#facts = facts
  }

  get sessionId(): string {
    return this.#facts.sessionId
  }

  get previousSessionId(): string {
    return this.#facts.previous?.sessionId ?? this.sessionId
  }

  get previousHandle(): string {
    return this.#facts.previous?.handle ?? this.handle
  }

  get session(): Readonly<Session<A>> | undefined {
    this.#session ??= { value: this.#facts.session() }
    return this.#session.value
  }

  get principalName(): string | undefined {
    return this.session?.principalName
  }
}
