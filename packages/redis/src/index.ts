// Repositories
export { RedisIndexedSessionRepository } from './redis-indexed-session-repository.ts'
export { redisRepositoryDefaults } from './redis-repository-options.ts'
export { RedisSessionRepository } from './redis-session-repository.ts'

// Types
export type { IoredisClient, IoredisCluster } from './client/from-ioredis.ts'
export type { NodeRedisClient, NodeRedisCluster } from './client/from-node-redis.ts'
export type { NodeRedisPool } from './client/from-node-redis-pool.ts'
export type { NodeRedisSentinel } from './client/from-node-redis-sentinel.ts'
export type { AnyRedisClient } from './client/redis-client-of.ts'
export type { ExpirationStore } from './expiry/expiration-store.ts'
export type {
  Notifications,
  RedisIndexedRepositoryOptions,
  RedisRepositoryOptions,
} from './redis-repository-options.ts'
export type { MappedSession, SessionMapper } from './session-mapper.ts'
export type { WaitForReplicas } from './replication.ts'
