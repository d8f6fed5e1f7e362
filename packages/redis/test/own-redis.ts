import {
  parseRedisUrl,
  type RunningRedis,
  type RunningRedisCluster,
  type StartRedisClusterOptions,
  type StartRedisOptions,
  startRedis,
  startRedisCluster,
} from '@session/testing/services'
import { Cluster, Redis } from 'ioredis'
import { afterEach } from 'vitest'
import {
  type AnyRedisClient,
  type RedisIndexedRepositoryOptions,
  RedisIndexedSessionRepository,
} from '../src/index.ts'

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
  /** Three masters of the test's own. */
  cluster(options?: StartRedisClusterOptions): Promise<RunningRedisCluster>
  connect(port: number | string, options?: ConnectOptions): Redis
  connectCluster(url: string): Cluster
  /** A node: sweeps only when asked. */
  open(redis: AnyRedisClient, options?: RedisIndexedRepositoryOptions): Repository
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
    cluster: async (options) => {
      const cluster = await startRedisCluster(options)
      closing.push(() => cluster.stop())
      return cluster
    },
    connectCluster: (url) => {
      const cluster = new Cluster([...parseRedisUrl(url).nodes])
      cluster.on('error', () => undefined)
      closing.push(() => cluster.disconnect())
      return cluster
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
