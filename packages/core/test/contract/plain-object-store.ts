import {
  encodedAttributes,
  type IndexedSessionStore,
  isExpired,
  isTouchDue,
  type SessionDelta,
  type SessionRecord,
  type StoreCall,
} from '@session/core/store'

/** Sessions in an object without a prototype. No step pauses halfway, so each is atomic. */
export class PlainObjectStore implements IndexedSessionStore {
  constructor(readonly sessions: Record<string, SessionRecord> = Object.create(null)) {}

  async insert(record: SessionRecord): Promise<'inserted' | 'taken'> {
    if (this.sessions[record.id] !== undefined) return 'taken'
    this.sessions[record.id] = record
    return 'inserted'
  }

  async find(id: string, touch: boolean, call: StoreCall): Promise<SessionRecord | undefined> {
    const [found, now] = [this.live(id, call), call.now ?? Date.now()]
    if (found === undefined || !touch || !isTouchDue(found, now, call.touchInterval)) return found
    this.sessions[id] = { ...found, lastAccessedTime: now }
    return this.sessions[id]
  }

  async update(id: string, delta: SessionDelta, call: StoreCall): Promise<'updated' | 'gone'> {
    const found = this.live(id, call)
    if (found === undefined) return 'gone'
    const { newId = id, lastAccessedTime = 0, set, removed, indexes, ...interval } = delta
    const names = [...found.attributes.names()].filter((name) => !removed.has(name))
    const kept = new Map(names.map((name) => [name, found.attributes.get(name) ?? '']))
    const moved = new Map(found.indexes)
    for (const [name, { to }] of indexes) {
      if (to === undefined) moved.delete(name)
      else moved.set(name, to)
    }
    delete this.sessions[id]
    this.sessions[newId] = {
      ...found,
      ...interval,
      id: newId,
      lastAccessedTime: Math.max(found.lastAccessedTime, lastAccessedTime),
      attributes: encodedAttributes(new Map([...kept, ...set])),
      indexes: moved,
    }
    return 'updated'
  }

  async remove(id: string): Promise<SessionRecord | undefined> {
    const found = this.sessions[id]
    delete this.sessions[id]
    return found
  }

  async findByIndex(name: string, value: string, call: StoreCall): Promise<SessionRecord[]> {
    const found = Object.keys(this.sessions).flatMap((id) => this.live(id, call) ?? [])
    return found.filter((record) => record.indexes.get(name) === value)
  }

  live(id: string, call: StoreCall): SessionRecord | undefined {
    const found = this.sessions[id]
    if (found && isExpired(found, call.now ?? Date.now(), call.absoluteTimeout)) return undefined
    return found
  }
}
