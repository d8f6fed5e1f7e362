import type { SessionEvents } from '@session/core'
import { expect, vi } from 'vitest'
import { storedSession } from './stored-session.ts'
import type { AnyAttributes, EventfulRepository } from './tested-repository.ts'

type EventName = Exclude<keyof SessionEvents<AnyAttributes>, 'gap'>
export type AnyEvent = SessionEvents<AnyAttributes>[EventName]

const NAMES: readonly EventName[] = ['created', 'deleted', 'expired', 'destroyed', 'id-changed']

/** Everything that the listeners of one repository heard. */
export class EventLog {
  readonly #repository: EventfulRepository
  readonly #heard: { readonly name: EventName; readonly event: AnyEvent }[] = []

  private constructor(repository: EventfulRepository) {
    this.#repository = repository
    for (const name of NAMES) {
      repository.on(name, (event: AnyEvent) => this.#heard.push({ name, event }))
    }
  }

  /** Resolves once the repository listens. */
  static async of(repository: EventfulRepository): Promise<EventLog> {
    const log = new EventLog(repository)
    await repository.ready?.()
    return log
  }

  /** The names under which a session's events were heard, by its handle. */
  namesOf(handle: string): EventName[] {
    return this.#heard.filter(({ event }) => event.handle === handle).map(({ name }) => name)
  }

  /** Waits for an event of a session, and returns it. */
  async event<K extends EventName>(
    name: K,
    handle: string,
  ): Promise<SessionEvents<AnyAttributes>[K]> {
    await vi.waitFor(
      () => expect(this.namesOf(handle), `The event '${name}' was not delivered.`).toContain(name),
      { timeout: 5000 },
    )
    const heard = this.#heard.find((entry) => entry.name === name && entry.event.handle === handle)
    return heard?.event as SessionEvents<AnyAttributes>[K]
  }

  /** Waits until what happened so far must have arrived: until a session made now is heard of. */
  async settled(from: EventfulRepository = this.#repository): Promise<void> {
    const { handle } = await storedSession(from)
    await this.event('created', handle)
  }
}
