import { MapSessionRepository, type StoredSession } from '@session/core'
import type { Store } from './store.ts'

/** A `Map` that both nodes can reach, because they live in one process. */
export function mapStore(): Store {
  const sessions = new Map<string, StoredSession>()
  return {
    title: 'Map in memory',
    openRepository: (options) => new MapSessionRepository(sessions, options),
  }
}
