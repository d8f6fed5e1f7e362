import { isExpired, isTouchDue } from '../expiry/expiration.ts'
import type { IndexedSessionStore } from '../store/indexed-session-repository.ts'
import type { IndexChange, SessionDelta } from '../store/session-delta.ts'
import type { SessionRecord } from '../store/session-record.ts'
import type { StoreCall, StoreEvent } from '../store/session-store.ts'
import type { AsyncMap } from './async-map.ts'
import { KeyedMutex } from './keyed-mutex.ts'
import { MapNeighbours } from './map-neighbours.ts'
import {
  applyDelta,
  type StoredSession,
  timeLeft,
  toRecord,
  toStoredSession,
  touched,
} from './stored-session.ts'

const SESSION = 'session:'

/**
 * Sessions in an asynchronous map. Such a map has no conditional write, so each step holds a lock of
 * this process: atomic within one process, not between processes.
 */
export class AsyncMapStore implements IndexedSessionStore {
  readonly #map: AsyncMap
  readonly #mutex: KeyedMutex
  readonly #neighbours: MapNeighbours
  readonly removeExpired?: (limit: number, call: StoreCall) => Promise<SessionRecord[]>

  constructor(map: AsyncMap) {
    this.#map = map
    this.#mutex = KeyedMutex.of(map)
    this.#neighbours = MapNeighbours.of(map)
    const keys = map.keys?.bind(map)
    if (keys !== undefined) {
      this.removeExpired = (limit, call) => this.#removeExpiredOf(keys(), limit, call)
    }
  }

  insert(record: SessionRecord, call: StoreCall): Promise<'inserted' | 'taken'> {
    return this.#alone(record.id, async () => {
      if ((await this.#read(record.id)) !== undefined) return 'taken'
      // The index first: a crash in between leaves an entry that leads nowhere, which reads skip.
      for (const [name, to] of record.indexes) await this.#moveIndex(name, { to }, record.id)
      await this.#write(record.id, toStoredSession(record), call)
      this.#neighbours.tellOthers(this, { type: 'created', id: record.id, record })
      return 'inserted'
    })
  }

  find(id: string, touch: boolean, call: StoreCall): Promise<SessionRecord | undefined> {
    return this.#alone(id, async () => {
      const stored = await this.#live(id, call)
      if (stored === undefined) return undefined
      const now = nowOf(call)
      if (!touch || !isTouchDue(stored, now, call.touchInterval)) return toRecord(id, stored)
      const renewed = touched(stored, now)
      await this.#write(id, renewed, call)
      return toRecord(id, renewed)
    })
  }

  update(id: string, delta: SessionDelta, call: StoreCall): Promise<'updated' | 'gone'> {
    return this.#alone(id, async () => {
      const stored = await this.#live(id, call)
      if (stored === undefined) return 'gone'
      const { newId = id } = delta
      const updated = applyDelta(stored, delta)
      if (newId !== id) {
        for (const [name, to] of Object.entries(updated.indexes)) {
          await this.#moveIndex(name, { to }, newId)
        }
      } else {
        for (const [name, { to }] of delta.indexes) {
          if (to !== undefined) await this.#moveIndex(name, { to }, id)
        }
      }
      await this.#write(newId, updated, call)
      if (newId !== id) {
        await this.#drop(id, stored)
        this.#neighbours.tellOthers(this, { type: 'id-changed', id: newId, previousId: id })
      } else {
        for (const [name, { from }] of delta.indexes) {
          if (from !== undefined) await this.#moveIndex(name, { from }, id)
        }
      }
      return 'updated'
    })
  }

  remove(id: string): Promise<SessionRecord | undefined> {
    return this.#alone(id, async () => {
      const stored = await this.#read(id)
      if (stored === undefined) return undefined
      await this.#drop(id, stored)
      const record = toRecord(id, stored)
      this.#neighbours.tellOthers(this, { type: 'deleted', id, record })
      return record
    })
  }

  async findByIndex(name: string, value: string, call: StoreCall): Promise<SessionRecord[]> {
    const found: SessionRecord[] = []
    for (const id of await this.#idsOf(indexKey(name, value))) {
      await this.#alone(id, async () => {
        const stored = await this.#live(id, call)
        if (stored?.indexes[name] === value) found.push(toRecord(id, stored))
        else await this.#moveIndex(name, { from: value }, id)
      })
    }
    return found
  }

  async subscribe(deliver: (event: StoreEvent) => void): Promise<() => Promise<void>> {
    return this.#neighbours.join(this, deliver)
  }

  async #removeExpiredOf(
    keys: AsyncIterable<string> | Iterable<string>,
    limit: number,
    call: StoreCall,
  ): Promise<SessionRecord[]> {
    const removed: SessionRecord[] = []
    for await (const key of keys) {
      if (removed.length >= limit || call.signal.aborted) break
      if (!key.startsWith(SESSION)) continue
      const id = key.slice(SESSION.length)
      const record = await this.#alone(id, () => this.#removeIfExpired(id, call))
      if (record === undefined) continue
      removed.push(record)
      this.#neighbours.tellOthers(this, { type: 'expired', id, record })
    }
    return removed
  }

  async #removeIfExpired(id: string, call: StoreCall): Promise<SessionRecord | undefined> {
    const stored = await this.#read(id)
    if (stored === undefined || !isExpired(stored, nowOf(call), call.absoluteTimeout)) return
    await this.#drop(id, stored)
    return toRecord(id, stored)
  }

  /** The session if it lives. One that expired is removed by whoever meets it. */
  async #live(id: string, call: StoreCall): Promise<StoredSession | undefined> {
    const stored = await this.#read(id)
    if (stored === undefined || !isExpired(stored, nowOf(call), call.absoluteTimeout)) return stored
    await this.#drop(id, stored)
    this.#neighbours.tellAll(this, { type: 'expired', id, record: toRecord(id, stored) })
    return undefined
  }

  async #read(id: string): Promise<StoredSession | undefined> {
    const value = (await this.#map.get(SESSION + id)) ?? undefined
    return Array.isArray(value) ? undefined : (value as StoredSession | undefined)
  }

  async #write(id: string, stored: StoredSession, call: StoreCall): Promise<void> {
    // A clock of a test says nothing about when the map's own clock may forget the entry.
    const ttl =
      call.now === undefined ? timeLeft(stored, Date.now(), call.absoluteTimeout) : undefined
    if (ttl !== undefined && ttl > 0) await this.#map.set(SESSION + id, stored, ttl)
    else await this.#map.set(SESSION + id, stored)
  }

  async #drop(id: string, stored: StoredSession): Promise<void> {
    await this.#map.delete(SESSION + id)
    for (const [name, from] of Object.entries(stored.indexes)) {
      await this.#moveIndex(name, { from }, id)
    }
  }

  async #moveIndex(name: string, { from, to }: IndexChange, id: string): Promise<void> {
    if (from !== undefined) {
      await this.#changeIds(indexKey(name, from), (ids) => ids.filter((other) => other !== id))
    }
    if (to !== undefined) {
      await this.#changeIds(indexKey(name, to), (ids) => (ids.includes(id) ? ids : [...ids, id]))
    }
  }

  #changeIds(key: string, change: (ids: readonly string[]) => readonly string[]): Promise<void> {
    return this.#mutex.run(key, async () => {
      const ids = change(await this.#idsOf(key))
      if (ids.length === 0) await this.#map.delete(key)
      else await this.#map.set(key, ids)
    })
  }

  async #idsOf(key: string): Promise<readonly string[]> {
    const ids = await this.#map.get(key)
    return Array.isArray(ids) ? ids : []
  }

  #alone<T>(id: string, task: () => Promise<T>): Promise<T> {
    return this.#mutex.run(SESSION + id, task)
  }
}

const nowOf = (call: StoreCall): number => call.now ?? Date.now()

/** The length keeps name and value apart, whatever they contain. */
const indexKey = (name: string, value: string): string => `index:${name.length}:${name}${value}`
