import { RedisIndexedSessionRepository } from '@session/redis'
import { Redis } from 'ioredis'
import type { FoundStore, SharedStore } from './store.ts'

/** The Redis of `REDIS_URL`, else one that is started for this demo and goes with it. */
export const redisStore: SharedStore = {
  name: 'redis',
  title: 'Redis',
  find: async ({ REDIS_URL, SESSION_REDIS_URL, ...environment }) => {
    const url = REDIS_URL ?? SESSION_REDIS_URL
    if (url === undefined) return startRedis(environment)
    await mustAnswer(url)
    return { url, release: async () => {} }
  },
  open: (url) => {
    const redis = new Redis(url)
    // It connects again by itself, and pages say meanwhile that the store is down.
    redis.on('error', () => {})
    return {
      openRepository: (options) =>
        new RedisIndexedSessionRepository(redis, { ...options, namespace: 'demo' }),
      close: async () => redis.disconnect(),
    }
  },
}

/** Before the nodes start: they would wait for it. */
async function mustAnswer(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: null })
  const failure = new Promise<Error>((resolve) => redis.once('error', resolve))
  try {
    await redis.ping()
  } catch {
    // Not the URL, which may hold a password.
    const { host, port } = redis.options
    const { message } = await failure
    throw new Error(`No Redis answers at ${host}:${port} (${message}). Look at REDIS_URL.`)
  } finally {
    redis.disconnect()
  }
}

async function startRedis(environment: NodeJS.ProcessEnv): Promise<FoundStore> {
  // Loaded when needed: it knows how to start many things.
  const { findOrStart, redis } = await import('@session/testing/services')
  const started = await findOrStart(redis, { install: false, environment })
  if ('missing' in started) {
    const message = 'No REDIS_URL is set, and there is no redis-server that could be started here.'
    throw new Error(`${message} Set REDIS_URL=redis://…, or get one: ${started.remedy}`)
  }
  const { url, stop } = started
  return { url, peek: `redis-cli -u ${url} --scan --pattern 'demo:*'`, release: stop }
}
