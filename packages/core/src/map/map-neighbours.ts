import type { StoreEvent } from '../store/session-store.ts'

/** Repositories in this process that share one map: what one of them does, the others hear of. */
export class MapNeighbours {
  static readonly #ofMap = new WeakMap<object, MapNeighbours>()
  readonly #deliveries = new Map<object, (event: StoreEvent) => void>()

  static of(map: object): MapNeighbours {
    const neighbours = MapNeighbours.#ofMap.get(map) ?? new MapNeighbours()
    MapNeighbours.#ofMap.set(map, neighbours)
    return neighbours
  }

  join(store: object, deliver: (event: StoreEvent) => void): () => Promise<void> {
    this.#deliveries.set(store, deliver)
    return async () => {
      this.#deliveries.delete(store)
    }
  }

  /** To all but the one that did it, whose repository announces it by itself. */
  tellOthers(store: object, event: Omit<StoreEvent, 'local'>): void {
    for (const [other, deliver] of this.#deliveries) {
      if (other !== store) deliver({ ...event, local: false })
    }
  }

  /** To all, for what a store claimed where its repository does not look. */
  tellAll(store: object, event: Omit<StoreEvent, 'local'>): void {
    this.#deliveries.get(store)?.({ ...event, local: true })
    this.tellOthers(store, event)
  }
}
