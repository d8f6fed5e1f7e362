import type { SessionAttributes } from '@session/core'
import { IndexedSessionRepository } from '@session/core/store'
import { type AnyRedisClient, redisClientOf } from './client/redis-client-of.ts'
import { RedisKeys } from './keys.ts'
import { RedisIndexedStore } from './redis-indexed-store.ts'
import {
  eventRetentionOf,
  formOf,
  type RedisIndexedRepositoryOptions,
  redisRepositoryDefaults,
} from './redis-repository-options.ts'

/** Sessions in Redis that can be found by user, and whose events reach every node. */
export class RedisIndexedSessionRepository<
  A = SessionAttributes,
> extends IndexedSessionRepository<A> {
  /** @throws InvalidOptionError */
  constructor(redis: AnyRedisClient, options: RedisIndexedRepositoryOptions = {}) {
    const keys = new RedisKeys(options.namespace ?? redisRepositoryDefaults.namespace)
    const retention = eventRetentionOf(options)
    super(new RedisIndexedStore(redisClientOf(redis), keys, formOf(options), retention), options)
  }
}
