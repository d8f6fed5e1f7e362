import { RedisIndexedSessionRepository, RedisSessionRepository } from '@session/redis'
import { RedisStore } from 'connect-redis'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { PRINCIPAL } from '../floors/floor-store.ts'
import { RedisFloorStore } from '../floors/redis-floor-store.ts'
import { exampleSession, type SessionSize } from '../subjects/example-session.ts'

/** A way to keep sessions in Redis. */
export interface RedisLayout {
  readonly name: string
  /** Writes sessions, ten of each user. */
  write(url: string, size: SessionSize, count: number): Promise<void>
  /** A key that is not counted. */
  readonly without?: string
}

const userOf = (i: number): string => `user-${Math.floor(i / 10)}`
const idOf = (i: number): string => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`

const ours = (
  name: string,
  Repository: typeof RedisSessionRepository | typeof RedisIndexedSessionRepository,
): RedisLayout => ({
  name,
  write: async (url, size, count) => {
    const redis = new Redis(url)
    const repository = new Repository(redis, { cleanupInterval: false })
    for (let i = 0; i < count; i++) {
      const session = repository.createSession()
      Object.assign(session.attributes, exampleSession(size))
      session.principalName = userOf(i)
      await repository.save(session)
    }
    await repository.close()
    redis.disconnect()
  },
})

export const redisLayouts: readonly RedisLayout[] = [
  {
    name: 'by hand',
    write: async (url, size, count) => {
      const redis = new Redis(url)
      const store = await RedisFloorStore.open(redis)
      for (let i = 0; i < count; i++) {
        await store.create(idOf(i), { ...exampleSession(size), [PRINCIPAL]: userOf(i) })
      }
      redis.disconnect()
    },
  },
  {
    name: 'connect-redis',
    write: async (url, size, count) => {
      const client = createClient({ url })
      await client.connect()
      const store = new RedisStore({ client })
      const cookie = { originalMaxAge: null, expires: null, httpOnly: true, path: '/' }
      for (let i = 0; i < count; i++) {
        const session = { cookie, ...exampleSession(size), principal: userOf(i) }
        await store.set(idOf(i), session as never)
      }
      client.destroy()
    },
  },
  ours('@session/redis', RedisSessionRepository),
  {
    ...ours('@session/redis, indexed', RedisIndexedSessionRepository),
    // It remembers what happened for some minutes, however many sessions there are.
    without: 'spring:session:node:events',
  },
  ours('the same, before its stream of events forgets them', RedisIndexedSessionRepository),
]
