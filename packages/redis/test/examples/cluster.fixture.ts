// #region cluster
import { RedisIndexedSessionRepository } from '@session/redis'
import { Cluster } from 'ioredis'

const redis = new Cluster([{ host: 'localhost', port: 7000 }])
export const sessions = new RedisIndexedSessionRepository(redis, {
  waitForReplicas: { count: 1, timeout: '300ms' },
})
// #endregion cluster
