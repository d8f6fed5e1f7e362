import { type AnyAttributes, describeSessionRepository } from '@session/testing'
import type { Cluster, Redis } from 'ioredis'
import {
  type AnyRedisClient,
  type RedisIndexedRepositoryOptions,
  RedisIndexedSessionRepository,
  RedisSessionRepository,
} from '../../src/index.ts'
import { rawRedis } from '../raw-redis.ts'
import { simpleLacks } from '../simple-lacks.ts'

interface DescribedRedis {
  /** Under which both repositories keep what is theirs. */
  readonly namespace: string
  readonly client: AnyRedisClient
  /** Of another node, and of the raw door. */
  readonly second: Redis | Cluster
  readonly options?: Pick<RedisIndexedRepositoryOptions, 'declaredKeysOnly'>
  /** Where the keys lie; by default as the second client tells. */
  readonly spansSlots?: boolean
  readonly hang?: () => Promise<() => Promise<void>>
}

/** The contract of both repositories, on one topology and by one client. */
export function describeRedis(
  name: string,
  { namespace, client, second, options = {}, spansSlots = second.isCluster, hang }: DescribedRedis,
): void {
  const simple = { ...options, namespace: `${namespace}:simple` }
  describeSessionRepository(`${name}, simple`, {
    open: (given) => new RedisSessionRepository<AnyAttributes>(client, { ...given, ...simple }),
    openElsewhere: (given) =>
      new RedisSessionRepository<AnyAttributes>(second, { ...given, ...simple }),
    raw: rawRedis(second, simple.namespace, { spansSlots }),
    lacks: simpleLacks,
    ...(hang && { hang }),
  })

  // The suites age sessions as no clock does: what Redis then says of it would race with the sweep.
  const notifications = 'off'
  const indexed = { ...options, notifications, namespace: `${namespace}:indexed` } as const
  describeSessionRepository(`${name}, indexed`, {
    open: (given) =>
      new RedisIndexedSessionRepository<AnyAttributes>(client, { ...given, ...indexed }),
    openElsewhere: (given) =>
      new RedisIndexedSessionRepository<AnyAttributes>(second, { ...given, ...indexed }),
    raw: rawRedis(second, indexed.namespace, { spansSlots }),
    ...(hang && { hang }),
  })
}
