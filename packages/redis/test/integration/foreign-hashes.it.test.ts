import { describeWithService, redis as service } from '@session/testing/services'
import { Redis } from 'ioredis'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  RedisIndexedSessionRepository,
  type RedisRepositoryOptions,
  RedisSessionRepository,
  type SessionMapper,
} from '../../src/index.ts'
import type { Attributes } from '../own-redis.ts'
import { rawRedis } from '../raw-redis.ts'

const namespace = 'test:foreign'
const PRINCIPAL =
  'org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME'

describeWithService(service, 'a hash that is no complete session', (url) => {
  const redis = new Redis(url)
  const raw = rawRedis(redis, namespace)
  const id = 'a-session-of-somebody-else-01'
  const key = `${namespace}:sessions:${id}`
  const foreign = { started: '1700000000', user: 'ada' }
  beforeEach(() => raw.clear())
  afterAll(() => redis.disconnect())

  const mapper: SessionMapper = (_id, fields) => {
    const started = Number(fields.get('started'))
    if (Number.isNaN(started)) return undefined
    const attributes = new Map([['user', JSON.stringify(fields.get('user'))]])
    const creationTime = started * 1000
    return { creationTime, lastAccessedTime: Date.now(), maxInactiveInterval: 600, attributes }
  }

  describe.each([
    ['simple', RedisSessionRepository],
    ['indexed', RedisIndexedSessionRepository],
  ] as const)('of the %s repository', (_kind, Repository) => {
    const open = (options: RedisRepositoryOptions) =>
      new Repository<Attributes>(redis, { namespace, cleanupInterval: false, ...options })
    const closed = async (repository: object): Promise<void> => {
      if (repository instanceof RedisIndexedSessionRepository) await repository.close()
    }

    test('is a session from then on, when the mapper reads it', async () => {
      const repository = open({ mapper })
      await redis.hset(key, foreign)
      const session = await repository.findById(id)
      expect(session?.getAttribute('user')).toBe('ada')
      expect(session?.creationTime).toEqual(new Date(1_700_000_000_000))
      expect(session?.maxInactiveInterval).toBe(600)
      expect(await redis.hkeys(key)).not.toContain('started')
      expect(await redis.pttl(key)).toBeGreaterThan(0)

      session?.setAttribute('user', 'bob')
      if (session) await repository.save(session)
      expect((await repository.findById(id))?.getAttribute('user')).toBe('bob')
      await repository.deleteById(id)
      expect(await raw.allKeys()).toEqual([])
      await closed(repository)
    })

    test('is none, and removed, when the mapper gives it up, or there is none', async () => {
      for (const options of [{}, { mapper: () => undefined }]) {
        const repository = open(options)
        await redis.hset(key, { lastAccessedTime: Date.now(), 'sessionAttr:late': '"x"' })
        expect(await repository.findById(id)).toBeUndefined()
        expect(await redis.exists(key)).toBe(0)
        await closed(repository)
      }
    })

    test('is none when what the mapper makes of it has expired', async () => {
      const repository = open({
        mapper: (theirId, fields) => {
          const session = mapper(theirId, fields)
          return session && { ...session, lastAccessedTime: Date.now() - 600_000 }
        },
      })
      await redis.hset(key, foreign)
      expect(await repository.findById(id)).toBeUndefined()
      await closed(repository)
    })

    test('fails the read, and stays as it is, when the mapper fails', async () => {
      const repository = open({
        mapper: () => {
          throw new Error('canary')
        },
      })
      await redis.hset(key, foreign)
      const error = await repository.findById(id).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', outcome: 'not-applied' })
      expect(String((error as Error).stack)).not.toContain('canary')
      expect(await redis.hgetall(key)).toEqual(foreign)
      await closed(repository)
    })

    test('is left to its mapper by nobody who has a whole session', async () => {
      const seen: string[] = []
      const repository = open({
        mapper: (theirId) => {
          seen.push(theirId)
          return undefined
        },
      })
      const session = repository.createSession()
      session.setAttribute('name', 'Ada')
      await repository.save(session)
      expect((await repository.findById(session.id))?.id).toBe(session.id)
      await repository.findById('no-such-session-000000001')
      expect(seen).toEqual([])
      await repository.deleteById(session.id)
      await closed(repository)
    })
  })

  test('is found by the user under whom somebody indexed it, through the mapper', async () => {
    const options = { namespace, cleanupInterval: false } as const
    const reading = new RedisIndexedSessionRepository<Attributes>(redis, { ...options, mapper })
    const plain = new RedisIndexedSessionRepository<Attributes>(redis, options)
    const index = `${namespace}:index:${PRINCIPAL}:ada`
    await redis.hset(key, foreign)
    await redis.sadd(index, `"${id}"`)
    expect([...(await reading.findByPrincipalName('ada')).keys()]).toEqual([id])
    await redis.del(key)
    await redis.hset(key, foreign)
    expect((await plain.findByPrincipalName('ada')).size).toBe(0)
    expect(await redis.exists(key)).toBe(0)
    expect((await plain.findByPrincipalName('ada')).size).toBe(0)
    expect(await redis.smembers(index)).toEqual([])
    await reading.close()
    await plain.close()
  })
})
