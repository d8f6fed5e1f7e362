import { InvalidOptionError } from '@session/core'
import { fromIoredis, type IoredisClient, type IoredisCluster } from './from-ioredis.ts'
import { fromNodeRedis, type NodeRedisClient, type NodeRedisCluster } from './from-node-redis.ts'
import { fromNodeRedisPool, type NodeRedisPool } from './from-node-redis-pool.ts'
import { fromNodeRedisSentinel, type NodeRedisSentinel } from './from-node-redis-sentinel.ts'
import type { RedisClient } from './redis-client.ts'
import { refuseKeyPrefix } from './refuse-key-prefix.ts'

/** The clients that a repository takes: yours, with your connection options. */
export type AnyRedisClient =
  | IoredisClient
  | IoredisCluster
  | NodeRedisClient
  | NodeRedisCluster
  | NodeRedisPool
  | NodeRedisSentinel

/** @throws InvalidOptionError */
export function redisClientOf(client: AnyRedisClient): RedisClient {
  const can = (name: string): boolean =>
    typeof (client as unknown as Record<string, unknown> | undefined | null)?.[name] === 'function'
  if (typeof client === 'object' && client !== null) refuseKeyPrefix(client)
  if (can('callBuffer')) return fromIoredis(client as IoredisClient | IoredisCluster)
  if (can('acquire') && can('_execute')) return fromNodeRedisSentinel(client as NodeRedisSentinel)
  if (can('execute')) return fromNodeRedisPool(client as NodeRedisPool)
  if (can('sendCommand')) return fromNodeRedis(client as NodeRedisClient | NodeRedisCluster)
  throw new InvalidOptionError(
    'redis',
    client,
    "Pass a client: new Redis() or new Cluster() of 'ioredis', or a connected client of 'redis'.",
  )
}
