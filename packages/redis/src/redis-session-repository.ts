import type { SessionAttributes } from '@session/core'
import { StoredSessionRepository } from '@session/core/store'
import { type AnyRedisClient, redisClientOf } from './client/redis-client-of.ts'
import { RedisKeys } from './keys.ts'
import {
  formOf,
  type RedisRepositoryOptions,
  redisRepositoryDefaults,
} from './redis-repository-options.ts'
import { RedisStore } from './redis-store.ts'

/** Sessions in Redis, one hash each. No index and no events: use the indexed one for those. */
export class RedisSessionRepository<A = SessionAttributes> extends StoredSessionRepository<A> {
  /** @throws InvalidOptionError */
  constructor(redis: AnyRedisClient, options: RedisRepositoryOptions = {}) {
    const keys = new RedisKeys(options.namespace ?? redisRepositoryDefaults.namespace)
    super(new RedisStore(redisClientOf(redis), keys, formOf(options)), options)
  }
}
