import { EventEmitter } from 'node:events'
import type { SessionEvents } from '@session/core'
import { deviceOf } from '../input/session-device.ts'
import type { DemoRepository } from '../stores/store.ts'
import type { EventEntry } from './event-entry.ts'
import type { EventViewer } from './event-viewer.ts'

const LONGEST = 500

/** What one node has heard: the last few hundred events, and those to come. */
export class EventJournal {
  readonly #entries: EventEntry[] = []
  readonly #arrivals = new EventEmitter<{ entry: [EventEntry] }>().setMaxListeners(0)
  readonly #node: string
  readonly #sessions: DemoRepository
  /** One after the other, in the order in which they were heard. */
  #adding: Promise<void> = Promise.resolve()

  constructor(node: string, sessions: DemoRepository) {
    this.#node = node
    this.#sessions = sessions
    sessions.on('created', (event) => this.#add(event))
    sessions.on('deleted', (event) => this.#add(event))
    sessions.on('expired', (event) => this.#add(event))
    sessions.on('id-changed', (event) => this.#add(event, event.previousHandle))
  }

  /** What the viewer may see of the past, newest first. */
  recent(viewer: EventViewer): EventEntry[] {
    // Backwards: an id change tells the viewer the handle that earlier events carry.
    return this.#entries.toReversed().filter((entry) => viewer.sees(entry))
  }

  /** Calls the listener for every entry to come, and returns its own undoing. */
  follow(listener: (entry: EventEntry) => void): () => void {
    this.#arrivals.on('entry', listener)
    return () => this.#arrivals.off('entry', listener)
  }

  #add(event: SessionEvents[EventEntry['type']], previousHandle = event.handle): Promise<void> {
    const time = new Date()
    const adding = this.#adding.then(async () => {
      const { type, handle, local } = event
      const session = event.session ?? (await this.#look(event))
      const principalName = event.principalName ?? session?.principalName
      const device = session && deviceOf(session)
      const node = this.#node
      const entry = { time, type, handle, previousHandle, principalName, device, node, local }
      this.#entries.push(entry)
      if (this.#entries.length > LONGEST) this.#entries.shift()
      this.#arrivals.emit('entry', entry)
    })
    this.#adding = adding.catch(() => {})
    return adding
  }

  /** Some stores tell other nodes an id and no more: whose session it is they can still say. */
  async #look({ type, sessionId }: SessionEvents[EventEntry['type']]) {
    if (type === 'deleted' || type === 'expired') return undefined
    return this.#sessions.findById(sessionId).catch(() => undefined)
  }
}
