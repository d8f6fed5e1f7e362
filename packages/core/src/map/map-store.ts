import { StoreFullError } from '../errors/store-full-error.ts'
import { isExpired, isTouchDue } from '../expiry/expiration.ts'
import type { IndexedSessionStore } from '../store/indexed-session-repository.ts'
import type { SessionDelta } from '../store/session-delta.ts'
import type { SessionRecord } from '../store/session-record.ts'
import type { StoreCall, StoreEvent } from '../store/session-store.ts'
import { MapIndex } from './map-index.ts'
import { MapNeighbours } from './map-neighbours.ts'
import {
  applyDelta,
  type StoredSession,
  toRecord,
  toStoredSession,
  touched,
} from './stored-session.ts'

/**
 * Sessions in a `Map`. Every step runs without a pause, so each is atomic within the process, also
 * for several repositories over one map.
 */
export class MapStore implements IndexedSessionStore {
  readonly #sessions: Map<string, StoredSession>
  readonly #maxSessions: number
  readonly #index: MapIndex
  readonly #neighbours: MapNeighbours

  constructor(sessions: Map<string, StoredSession>, maxSessions: number) {
    this.#sessions = sessions
    this.#maxSessions = maxSessions
    this.#index = MapIndex.of(sessions)
    this.#neighbours = MapNeighbours.of(sessions)
  }

  async insert(record: SessionRecord, call: StoreCall): Promise<'inserted' | 'taken'> {
    if (this.#sessions.has(record.id)) return 'taken'
    this.#makeRoom(call)
    const stored = toStoredSession(record)
    this.#sessions.set(record.id, stored)
    this.#index.add(record.id, stored)
    this.#neighbours.tellOthers(this, { type: 'created', id: record.id, record })
    return 'inserted'
  }

  async find(id: string, touch: boolean, call: StoreCall): Promise<SessionRecord | undefined> {
    const stored = this.#live(id, call)
    if (stored === undefined) return undefined
    const now = nowOf(call)
    if (!touch || !isTouchDue(stored, now, call.touchInterval)) return toRecord(id, stored)
    const renewed = touched(stored, now)
    this.#sessions.set(id, renewed)
    return toRecord(id, renewed)
  }

  async update(id: string, delta: SessionDelta, call: StoreCall): Promise<'updated' | 'gone'> {
    const stored = this.#live(id, call)
    if (stored === undefined) return 'gone'
    const { newId = id } = delta
    const updated = applyDelta(stored, delta)
    this.#drop(id, stored)
    this.#sessions.set(newId, updated)
    this.#index.add(newId, updated)
    if (newId !== id) {
      this.#neighbours.tellOthers(this, { type: 'id-changed', id: newId, previousId: id })
    }
    return 'updated'
  }

  async remove(id: string): Promise<SessionRecord | undefined> {
    const stored = this.#sessions.get(id)
    if (stored === undefined) return undefined
    this.#drop(id, stored)
    const record = toRecord(id, stored)
    this.#neighbours.tellOthers(this, { type: 'deleted', id, record })
    return record
  }

  async findByIndex(name: string, value: string, call: StoreCall): Promise<SessionRecord[]> {
    const found: SessionRecord[] = []
    for (const id of this.#index.idsOf(name, value)) {
      const stored = this.#live(id, call)
      if (stored !== undefined) found.push(toRecord(id, stored))
    }
    return found
  }

  async removeExpired(limit: number, call: StoreCall): Promise<SessionRecord[]> {
    const removed: SessionRecord[] = []
    const now = nowOf(call)
    for (const [id, stored] of this.#sessions) {
      if (removed.length >= limit) break
      if (!isExpired(stored, now, call.absoluteTimeout)) continue
      this.#drop(id, stored)
      const record = toRecord(id, stored)
      removed.push(record)
      this.#neighbours.tellOthers(this, { type: 'expired', id, record })
    }
    return removed
  }

  async subscribe(deliver: (event: StoreEvent) => void): Promise<() => Promise<void>> {
    return this.#neighbours.join(this, deliver)
  }

  /** The session if it lives. One that expired is removed by whoever meets it. */
  #live(id: string, call: StoreCall): StoredSession | undefined {
    const stored = this.#sessions.get(id)
    if (stored === undefined || !isExpired(stored, nowOf(call), call.absoluteTimeout)) return stored
    this.#drop(id, stored)
    this.#neighbours.tellAll(this, { type: 'expired', id, record: toRecord(id, stored) })
    return undefined
  }

  #drop(id: string, stored: StoredSession): void {
    this.#sessions.delete(id)
    this.#index.remove(id, stored)
  }

  /** Refusing is safer than evicting: a flood of new visitors must not log users out. */
  #makeRoom(call: StoreCall): void {
    if (this.#sessions.size < this.#maxSessions) return
    for (const id of [...this.#sessions.keys()]) this.#live(id, call)
    if (this.#sessions.size < this.#maxSessions) return
    throw new StoreFullError(
      `The memory holds ${this.#maxSessions} sessions, which is its limit. Raise maxSessions, shorten maxInactiveInterval, or use a store outside the process.`,
    )
  }
}

const nowOf = (call: StoreCall): number => call.now ?? Date.now()
