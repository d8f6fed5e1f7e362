import { fromLender } from './from-lender.ts'
import type { NodeRedisClient } from './from-node-redis.ts'
import type { RedisClient } from './redis-client.ts'

/** The part of a pool of node-redis (5 or 6) that is called. It must be connected. */
export interface NodeRedisPool {
  execute(use: (client: NodeRedisClient) => Promise<unknown>): Promise<unknown>
}

/** Each step has a connection to itself: one that waits for replicas holds up no other. */
export function fromNodeRedisPool(pool: NodeRedisPool): RedisClient {
  return fromLender(
    <T>(use: (client: NodeRedisClient) => Promise<T>) => pool.execute(use) as Promise<T>,
  )
}
