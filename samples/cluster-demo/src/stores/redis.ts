import { RedisIndexedSessionRepository } from '@session/redis'
import { Redis } from 'ioredis'
import { findServer } from './find-server.ts'
import type { SharedStore } from './store.ts'

export const redisStore: SharedStore = {
  name: 'redis',
  title: 'Redis',
  find: (environment) =>
    findServer(
      {
        title: 'Redis',
        service: 'redis',
        variable: 'REDIS_URL',
        ask,
        peek: (url) => `redis-cli -u ${url} --scan --pattern 'demo:*'`,
      },
      environment,
    ),
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

async function ask(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: null })
  // The reason: commands are only told that there is no connection.
  const failure = new Promise<never>((_resolve, reject) => redis.once('error', reject))
  try {
    await Promise.race([failure, redis.ping()])
  } finally {
    redis.disconnect()
  }
}
