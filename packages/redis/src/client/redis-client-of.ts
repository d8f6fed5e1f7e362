import { InvalidOptionError } from '@session/core'
import { fromIoredis, type IoredisClient, type IoredisCluster } from './from-ioredis.ts'
import { fromNodeRedis, type NodeRedisClient, type NodeRedisCluster } from './from-node-redis.ts'
import type { RedisClient } from './redis-client.ts'

/** The clients that a repository takes: yours, with your connection options. */
export type AnyRedisClient = IoredisClient | IoredisCluster | NodeRedisClient | NodeRedisCluster

/** @throws InvalidOptionError */
export function redisClientOf(client: AnyRedisClient): RedisClient {
  if (hasMethod(client, 'callBuffer')) return fromIoredis(client as IoredisClient | IoredisCluster)
  // A pool and a Sentinel client of node-redis lend connections: they have no own to duplicate.
  const lends = hasMethod(client, 'execute') || hasMethod(client, 'acquire')
  if (hasMethod(client, 'sendCommand') && !lends) {
    return fromNodeRedis(client as NodeRedisClient | NodeRedisCluster)
  }
  throw new InvalidOptionError(
    'redis',
    client,
    "Pass a client: new Redis() or new Cluster() of 'ioredis', or a connected client of 'redis'.",
  )
}

const hasMethod = (value: unknown, name: string): boolean =>
  typeof (value as Record<string, unknown> | undefined | null)?.[name] === 'function'
