import type { SessionAttributes } from '@session/core'
import { IndexedSessionRepository } from '@session/core/store'
import { type AnyRedisClient, redisClientOf } from './client/redis-client-of.ts'
import { ClusterIndexedStore } from './cluster/cluster-indexed-store.ts'
import { ClusterKeys } from './cluster/cluster-keys.ts'
import { spansSlots } from './cluster/spans-slots.ts'
import { RedisKeys } from './keys.ts'
import { RedisIndexedStore } from './redis-indexed-store.ts'
import {
  indexedSettings,
  type RedisIndexedRepositoryOptions,
  redisRepositoryDefaults,
} from './redis-repository-options.ts'

/** Sessions in Redis that can be found by user, and whose events reach every node. */
export class RedisIndexedSessionRepository<
  A = SessionAttributes,
> extends IndexedSessionRepository<A> {
  /** @throws InvalidOptionError */
  constructor(redis: AnyRedisClient, options: RedisIndexedRepositoryOptions = {}) {
    const { namespace = redisRepositoryDefaults.namespace } = options
    const client = redisClientOf(redis)
    const settings = indexedSettings(options)
    const store = spansSlots(client, namespace, options)
      ? new ClusterIndexedStore(client, new ClusterKeys(namespace), settings)
      : new RedisIndexedStore(client, new RedisKeys(namespace), settings)
    super(store, options)
  }
}
