import { type RunningRedis, type StartRedisOptions, startRedis } from '@session/testing/services'
import { Redis } from 'ioredis'
import { afterEach } from 'vitest'
import { type RedisIndexedRepositoryOptions, RedisIndexedSessionRepository } from '../src/index.ts'

export type Attributes = Record<string, unknown>
export type Repository = RedisIndexedSessionRepository<Attributes>

interface ConnectOptions {
  readonly maxRetriesPerRequest?: number
  readonly enableOfflineQueue?: boolean
  readonly commandTimeout?: number
  readonly lazyConnect?: boolean
}

interface Openers {
  /** A server of the test's own, to be broken. */
  server(options?: StartRedisOptions): Promise<RunningRedis>
  connect(port: number | string, options?: ConnectOptions): Redis
  /** A node: sweeps only when asked. */
  open(redis: Redis, options?: RedisIndexedRepositoryOptions): Repository
}

/** What a test opens is closed after it, in the order that lets everything end. */
export function closedAfterEach(): Openers {
  const closing: (() => unknown)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })
  return {
    server: async (options) => {
      const server = await startRedis(options)
      closing.push(() => server.stop())
      return server
    },
    connect: (port, options = {}) => {
      const redis = typeof port === 'number' ? new Redis(port, options) : new Redis(port, options)
      // A server that is broken on purpose: what matters is what the repository makes of it.
      redis.on('error', () => undefined)
      closing.push(() => redis.disconnect())
      return redis
    },
    open: (redis, options = {}) => {
      const repository = new RedisIndexedSessionRepository<Attributes>(redis, {
        cleanupInterval: false,
        ...options,
      })
      closing.push(() => repository.close())
      return repository
    },
  }
}
