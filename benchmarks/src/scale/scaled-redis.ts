import { RedisIndexedSessionRepository } from '@session/redis'
import { RedisStore } from 'connect-redis'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { inBatches, WRITE_BY_HAND, WRITE_INDEXED, WRITE_TEXTS } from './redis-layout.ts'
import {
  FIND_BY_USER,
  type ScaledSubject,
  SESSIONS_OF_A_USER,
  sweepOf,
  USER,
} from './scaled-store.ts'

const NAMESPACE = 'spring:session'
const LIFETIME = 3_600_000

export const scaledIndexed: ScaledSubject = {
  name: '@session/redis, indexed',
  open: async ({ url }, due) => {
    const redis = new Redis(url)
    const repository = new RedisIndexedSessionRepository(redis, { cleanupInterval: false })
    const write = (count: number, lifetime: number): Promise<void> =>
      inBatches(redis, WRITE_INDEXED, count, NAMESPACE, Date.now(), lifetime)
    return {
      fill: (sessions) => write(sessions, LIFETIME),
      operations: [
        {
          name: FIND_BY_USER,
          repetitions: 600,
          run: async () => (await repository.findByPrincipalName(USER)).size,
          expected: SESSIONS_OF_A_USER,
        },
        {
          name: sweepOf(due),
          repetitions: 10,
          prepare: () => write(due, -1_000),
          run: () => repository.cleanUpExpiredSessions(),
          expected: due,
        },
      ],
      close: async () => {
        await repository.close()
        redis.disconnect()
      },
    }
  },
}

export const scaledByHand: ScaledSubject = {
  name: 'by hand',
  open: async ({ url }) => {
    const redis = new Redis(url)
    return {
      fill: (sessions) => inBatches(redis, WRITE_BY_HAND, sessions),
      operations: [
        {
          name: FIND_BY_USER,
          repetitions: 600,
          run: async () => {
            const ids = await redis.smembers(`floor:user:${USER}`)
            const found = await Promise.all(ids.map((id) => redis.hgetall(`floor:${id}`)))
            return found.filter(({ principal }) => principal !== undefined).length
          },
          expected: SESSIONS_OF_A_USER,
        },
      ],
      close: async () => redis.disconnect(),
    }
  },
}

export const scaledConnectRedis: ScaledSubject = {
  name: 'connect-redis, all()',
  open: async ({ url }) => {
    const redis = new Redis(url)
    const client = createClient({ url })
    await client.connect()
    const store = new RedisStore({ client })
    return {
      fill: (sessions) => inBatches(redis, WRITE_TEXTS, sessions),
      operations: [
        {
          name: FIND_BY_USER,
          repetitions: 1,
          run: async () => {
            const all = (await store.all()) as { principal?: string }[]
            return all.filter(({ principal }) => principal === USER).length
          },
          expected: SESSIONS_OF_A_USER,
        },
      ],
      close: async () => {
        redis.disconnect()
        client.destroy()
      },
    }
  },
}
