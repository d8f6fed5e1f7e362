import type { Session } from '@session/core'
import type { DemoRepository } from '../stores/store.ts'
import type { EventEntry } from './event-entry.ts'

/**
 * Decides which events a visitor may see: those of their own sessions, found by name, and of the
 * session of this browser. A handle is no secret, but a list of everybody's events would tell who is
 * there and when, which is not for other visitors.
 */
export class EventViewer {
  /** The session of this browser. */
  readonly handle: string
  readonly #principalName: string | undefined
  readonly #handles: Set<string>

  constructor(session: Session, mine: Iterable<Session>) {
    this.handle = session.handle
    this.#principalName = session.principalName
    this.#handles = new Set([session.handle, ...Array.from(mine, ({ handle }) => handle)])
  }

  static async of(session: Session, sessions: DemoRepository): Promise<EventViewer> {
    const { principalName } = session
    if (principalName === undefined) return new EventViewer(session, [])
    return new EventViewer(session, (await sessions.findByPrincipalName(principalName)).values())
  }

  /** Feed it events in order, or in reverse order: it follows sessions through their id changes. */
  sees(entry: EventEntry): boolean {
    const { handle, previousHandle, principalName } = entry
    const isMine =
      this.#handles.has(handle) ||
      this.#handles.has(previousHandle) ||
      (principalName !== undefined && principalName === this.#principalName)
    if (isMine) this.#handles.add(handle).add(previousHandle)
    return isMine
  }
}
