import { mapStore } from './map.ts'
import { mariadbStore } from './mariadb.ts'
import { postgresStore } from './postgres.ts'
import { redisStore } from './redis.ts'
import { sqliteStore } from './sqlite.ts'
import type { SharedStore, Store } from './store.ts'

/** One file and one line for each. The first is the default. */
const stores: readonly Store[] = [sqliteStore, postgresStore, mariadbStore, redisStore, mapStore]

/** @throws Error that names the choices. */
export function storeNamed(name = stores[0]?.name): Store {
  const store = stores.find((known) => known.name === name)
  if (store !== undefined) return store
  const names = stores.map((known) => known.name)
  throw new Error(`There is no store '${name}'. Choose --store ${names.join(' | ')}.`)
}

export const isShared = (store: Store): store is SharedStore => 'find' in store
