import { InvalidOptionError } from '../errors/invalid-option-error.ts'
import type { RepositoryOptions } from '../repository/repository-options.ts'
import type { SessionAttributes } from '../session/attributes.ts'
import { IndexedSessionRepository } from '../store/indexed-session-repository.ts'
import type { AsyncMap } from './async-map.ts'
import { AsyncMapStore } from './async-map-store.ts'
import { MapStore } from './map-store.ts'
import type { StoredSession } from './stored-session.ts'

export interface MapRepositoryOptions extends RepositoryOptions {
  /**
   * How many sessions a `Map` may hold. One more is refused with `StoreFullError`, after expired ones
   * were removed: evicting would log users out. Not for asynchronous maps, which bound themselves.
   * @default 100_000
   */
  maxSessions?: number
}

export const mapRepositoryDefaults = { maxSessions: 100_000 } as const

/**
 * Sessions in a `Map`, for development, tests and single processes, or in an asynchronous map such
 * as Keyv. Atomic within one process; several processes need a store that has atomic steps.
 */
export class MapSessionRepository<A = SessionAttributes> extends IndexedSessionRepository<A> {
  constructor(
    sessions: Map<string, StoredSession> | AsyncMap = new Map(),
    options: MapRepositoryOptions = {},
  ) {
    super(storeOver(sessions, options.maxSessions), options)
  }
}

function storeOver(
  sessions: Map<string, StoredSession> | AsyncMap,
  maxSessions: number | undefined,
): MapStore | AsyncMapStore {
  if (sessions instanceof Map) {
    const limit = maxSessions ?? mapRepositoryDefaults.maxSessions
    if (Number.isSafeInteger(limit) && limit > 0) return new MapStore(sessions, limit)
    throw new InvalidOptionError('maxSessions', maxSessions, 'Use a whole number above 0.')
  }
  const isMap = (['get', 'set', 'delete'] as const).every(
    (method) => typeof sessions?.[method] === 'function',
  )
  if (!isMap) {
    throw new InvalidOptionError(
      'sessions',
      sessions,
      'Pass a Map, or an object with get, set and delete.',
    )
  }
  if (maxSessions !== undefined) {
    throw new InvalidOptionError('maxSessions', maxSessions, 'Only a Map can be bounded.')
  }
  return new AsyncMapStore(sessions)
}
