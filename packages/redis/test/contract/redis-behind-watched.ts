import type { CallOptions } from '@session/core'
import type { SessionOptions } from '@session/core/http'
import type { StoreCall } from '@session/core/store'
import type { AnyAttributes, IntegrationApp, WatchedRepository } from '@session/testing'
import type { Cluster, Redis } from 'ioredis'
import { RedisIndexedSessionRepository } from '../../src/index.ts'
import { rawRedis } from '../raw-redis.ts'

let opened = 0

/**
 * The suites of the HTTP contract count, hold back and break the calls of a repository in memory, and
 * look into its map. This one carries each call out on Redis instead, and shows in the map what lies
 * there.
 */
class RedisBehindWatched extends RedisIndexedSessionRepository<AnyAttributes> {
  readonly #watched: WatchedRepository
  readonly #raw: ReturnType<typeof rawRedis>
  readonly #redis: Redis | Cluster
  readonly #namespace: string

  constructor(redis: Redis | Cluster, watched: WatchedRepository) {
    const namespace = `contract:http:${process.pid}:${++opened}`
    super(redis, { namespace, cleanupInterval: false })
    this.#watched = watched
    this.#redis = redis
    this.#namespace = namespace
    this.#raw = rawRedis(redis, namespace)
    // What a test does beside its requests.
    watched.createSession = () => this.createSession()
    watched.save = (session, options) => this.save(session, options)
    watched.findByPrincipalName = (name, options) => this.findByPrincipalName(name, options)
  }

  clear(): Promise<void> {
    return this.#raw.clear()
  }

  protected override call<T>(
    operation: Parameters<WatchedRepository['call']>[0],
    options: CallOptions | undefined,
    invoke: (call: StoreCall) => Promise<T>,
  ): Promise<T> {
    return this.#watched['call'](operation, options, async () => {
      await this.#takeOver()
      const result = await super.call(operation as never, options, invoke)
      await this.#show()
      return result
    })
  }

  /** What a test has changed in the map. */
  async #takeOver(): Promise<void> {
    for (const [id, { lastAccessedTime }] of this.#watched.stored) {
      await this.#redis.hset(
        `${this.#namespace}:sessions:${id}`,
        'lastAccessedTime',
        String(lastAccessedTime),
      )
    }
  }

  async #show(): Promise<void> {
    const { stored } = this.#watched
    const keys = await this.#raw.keys()
    for (const id of [...stored.keys()]) if (!keys.includes(id)) stored.delete(id)
    for (const id of keys) {
      const session = await this.#raw.read(id)
      if (session === undefined) continue
      const attributes = Object.fromEntries(session.attributes)
      stored.set(id, { ...session, attributes, indexes: {} })
    }
  }
}

/** The application with its repositories on Redis, and what undoes it. */
export function onRedis(
  redis: Redis | Cluster,
  app: IntegrationApp,
): { readonly app: IntegrationApp; close(): Promise<void> } {
  const repositories = new Map<unknown, RedisBehindWatched>()
  const moved = (options: SessionOptions<AnyAttributes>): SessionOptions<AnyAttributes> => {
    const { repository } = options
    if (!isWatched(repository)) return options
    const known = repositories.get(repository) ?? new RedisBehindWatched(redis, repository)
    repositories.set(repository, known)
    return { ...options, repository: known }
  }
  return {
    app: { ...app, filters: app.filters.map(moved) },
    close: async () => {
      for (const repository of repositories.values()) {
        await repository.close()
        await repository.clear()
      }
    },
  }
}

const isWatched = (repository: unknown): repository is WatchedRepository =>
  typeof repository === 'object' && repository !== null && 'forgetCalls' in repository
