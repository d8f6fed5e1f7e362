import { MapSessionRepository, type StoredSession } from '@session/core'
import type { LocalStore } from './store.ts'

/** A `Map` that both nodes can reach, because they live in one process. */
export const mapStore: LocalStore = {
  name: 'map',
  title: 'Map in memory',
  open: () => {
    const sessions = new Map<string, StoredSession>()
    return {
      openRepository: (options) => new MapSessionRepository(sessions, options),
      close: async () => {},
    }
  },
}
