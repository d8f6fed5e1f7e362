import type { SessionAttributes } from '@session/core'
import { StoredSessionRepository } from '@session/core/store'
import { type AnyRedisClient, redisClientOf } from './client/redis-client-of.ts'
import { ClusterKeys } from './cluster/cluster-keys.ts'
import { ClusterStore } from './cluster/cluster-store.ts'
import { spansSlots } from './cluster/spans-slots.ts'
import { RedisKeys } from './keys.ts'
import {
  type RedisRepositoryOptions,
  redisRepositoryDefaults,
  settingsOf,
} from './redis-repository-options.ts'
import { RedisStore } from './redis-store.ts'

/** Sessions in Redis, one hash each. No index and no events: use the indexed one for those. */
export class RedisSessionRepository<A = SessionAttributes> extends StoredSessionRepository<A> {
  /** @throws InvalidOptionError */
  constructor(redis: AnyRedisClient, options: RedisRepositoryOptions = {}) {
    const { namespace = redisRepositoryDefaults.namespace } = options
    const client = redisClientOf(redis)
    const settings = settingsOf(options)
    const store = spansSlots(client, namespace, options)
      ? new ClusterStore(client, new ClusterKeys(namespace), settings)
      : new RedisStore(client, new RedisKeys(namespace), settings)
    super(store, options)
  }
}
