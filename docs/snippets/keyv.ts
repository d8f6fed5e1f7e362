import { type AsyncMap, MapSessionRepository } from '@session/core'

// #region map
export function sessionsIn(keyv: AsyncMap): MapSessionRepository {
  // It has get, set (with a TTL in milliseconds) and delete, and may have keys.
  return new MapSessionRepository(keyv)
}
// #endregion map
