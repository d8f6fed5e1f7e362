import { InvalidOptionError } from '@session/core'
import { fromIoredis, type IoredisClient } from './from-ioredis.ts'
import { fromNodeRedis, type NodeRedisClient } from './from-node-redis.ts'
import type { RedisClient } from './redis-client.ts'

/** The clients that a repository takes: yours, with your connection options. */
export type AnyRedisClient = IoredisClient | NodeRedisClient

/** @throws InvalidOptionError */
export function redisClientOf(client: AnyRedisClient): RedisClient {
  if (hasMethod(client, 'callBuffer')) return fromIoredis(client as IoredisClient)
  if (hasMethod(client, 'sendCommand')) return fromNodeRedis(client as NodeRedisClient)
  throw new InvalidOptionError(
    'redis',
    client,
    "Pass a client: new Redis() of 'ioredis', or a connected createClient() of 'redis'.",
  )
}

const hasMethod = (value: unknown, name: string): boolean =>
  typeof (value as Record<string, unknown> | undefined | null)?.[name] === 'function'
