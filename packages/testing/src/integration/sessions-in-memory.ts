import { MapSessionRepository, type StoredSession } from '@session/core'
import type { AnyAttributes } from '../repository/tested-repository.ts'
import type { IntegrationStore } from './integration-store.ts'

/** Sessions in a `Map`, and the door into it. */
export function sessionsInMemory(): IntegrationStore {
  const sessions = new Map<string, StoredSession>()
  return {
    open: (options) => new MapSessionRepository<AnyAttributes>(sessions, options),
    raw: {
      keys: async () => [...sessions.keys()],
      async read(key) {
        const stored = sessions.get(key)
        return stored && { ...stored, attributes: new Map(Object.entries(stored.attributes)) }
      },
      async age(key, milliseconds) {
        const stored = sessions.get(key)
        if (stored === undefined) return
        sessions.set(key, {
          ...stored,
          creationTime: stored.creationTime - milliseconds,
          lastAccessedTime: stored.lastAccessedTime - milliseconds,
        })
      },
      clear: async () => sessions.clear(),
    },
  }
}
