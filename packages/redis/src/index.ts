// Repositories
export { RedisIndexedSessionRepository } from './redis-indexed-session-repository.ts'
export { redisRepositoryDefaults } from './redis-repository-options.ts'
export { RedisSessionRepository } from './redis-session-repository.ts'

// Types
export type { IoredisClient } from './client/from-ioredis.ts'
export type { NodeRedisClient } from './client/from-node-redis.ts'
export type { AnyRedisClient } from './client/redis-client-of.ts'
export type {
  RedisIndexedRepositoryOptions,
  RedisRepositoryOptions,
} from './redis-repository-options.ts'
