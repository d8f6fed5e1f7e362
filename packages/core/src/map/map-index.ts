import type { StoredSession } from './stored-session.ts'

/** Index value → ids, for all repositories of this process that share one map. */
export class MapIndex {
  static readonly #ofMap = new WeakMap<object, MapIndex>()
  readonly #ids = new Map<string, Set<string>>()

  /** Made once per map, from what lies in it. */
  static of(sessions: Map<string, StoredSession>): MapIndex {
    const known = MapIndex.#ofMap.get(sessions)
    if (known !== undefined) return known
    const index = new MapIndex()
    for (const [id, stored] of sessions) index.add(id, stored)
    MapIndex.#ofMap.set(sessions, index)
    return index
  }

  add(id: string, stored: StoredSession): void {
    for (const [name, value] of Object.entries(stored.indexes)) {
      const key = keyOf(name, value)
      const ids = this.#ids.get(key) ?? new Set()
      this.#ids.set(key, ids.add(id))
    }
  }

  remove(id: string, stored: StoredSession): void {
    for (const [name, value] of Object.entries(stored.indexes)) {
      const key = keyOf(name, value)
      const ids = this.#ids.get(key)
      ids?.delete(id)
      if (ids?.size === 0) this.#ids.delete(key)
    }
  }

  idsOf(name: string, value: string): readonly string[] {
    return [...(this.#ids.get(keyOf(name, value)) ?? [])]
  }
}

/** The length keeps name and value apart, whatever they contain. */
const keyOf = (name: string, value: string): string => `${name.length}:${name}${value}`
