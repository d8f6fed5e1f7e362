import { mapStore } from './map.ts'
import type { Store } from './store.ts'

/** One file and one line for each. */
const stores: ReadonlyMap<string, () => Store> = new Map([['map', mapStore]])

/** @throws Error that names the choices. */
export function openStore(name: string): Store {
  const open = stores.get(name)
  if (open !== undefined) return open()
  throw new Error(`There is no store '${name}'. Choose --store ${[...stores.keys()].join(' | ')}.`)
}
