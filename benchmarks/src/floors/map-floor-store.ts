import { type FloorAttributes, type FloorStore, LIFETIME, PRINCIPAL } from './floor-store.ts'

interface Stored {
  lastAccessedTime: number
  attributes: Map<string, string>
}

/** Asynchronous although a Map is not: a handler cannot know where its sessions lie. */
export class MapFloorStore implements FloorStore {
  readonly #sessions = new Map<string, Stored>()

  async create(id: string, values: Readonly<Record<string, unknown>>): Promise<void> {
    const attributes = new Map<string, string>()
    for (const [name, value] of Object.entries(values)) attributes.set(name, JSON.stringify(value))
    this.#sessions.set(id, { lastAccessedTime: Date.now(), attributes })
  }

  async find(id: string): Promise<FloorAttributes | undefined> {
    const stored = this.#sessions.get(id)
    const now = Date.now()
    if (stored === undefined || now - stored.lastAccessedTime >= LIFETIME) return undefined
    stored.lastAccessedTime = now
    return stored.attributes
  }

  async update(id: string, name: string, value: string): Promise<void> {
    this.#sessions.get(id)?.attributes.set(name, value)
  }

  async login(id: string, newId: string, principal: string): Promise<void> {
    const stored = this.#sessions.get(id)
    if (stored === undefined) return
    this.#sessions.delete(id)
    this.#sessions.set(newId, stored)
    stored.attributes.set(PRINCIPAL, JSON.stringify(principal))
  }
}
