import { PRINCIPAL_NAME_INDEX_NAME } from '@session/core'
import { describeWithService, redis as service } from '@session/testing/services'
import { Redis } from 'ioredis'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { RedisSessionRepository } from '../../src/index.ts'
import { type Attributes, closedAfterEach, type Repository } from '../own-redis.ts'
import { rawRedis } from '../raw-redis.ts'

const namespace = 'test:layout'

describeWithService(service, 'what lies in Redis', (url) => {
  const { connect, open } = closedAfterEach()
  const redis = new Redis(url)
  const raw = rawRedis(redis, namespace)
  beforeEach(() => raw.clear())
  afterAll(() => redis.disconnect())

  const node = (): Repository => open(connect(url), { namespace })
  const hash = (id: string): string => `${namespace}:sessions:${id}`
  const shadow = (id: string): string => `${namespace}:sessions:expires:${id}`
  const index = (name: string): string => `${namespace}:index:${PRINCIPAL_NAME_INDEX_NAME}:${name}`
  const bucket = (end: number): string =>
    `${namespace}:expirations:${(Math.floor(end / 60_000) + 1) * 60_000}`

  /** The end as it is stored: a save writes the time of the server's clock. */
  async function endOf(id: string): Promise<number> {
    const stored = await raw.read(id)
    return Number(stored?.lastAccessedTime) + Number(stored?.maxInactiveInterval) * 1000
  }

  async function savedBy(repository: Repository, interval?: number) {
    const session = repository.createSession()
    session.setAttribute('cart', ['book'])
    session.principalName = 'ada'
    if (interval !== undefined) session.maxInactiveInterval = interval
    await repository.save(session)
    return session
  }

  test('a session is a hash, its shadow, a member of a bucket, of an index, and of what we add', async () => {
    const session = await savedBy(node())
    const { id } = session
    const end = session.lastAccessedTime.getTime() + 1_800_000
    expect(await raw.allKeys()).toEqual(
      [
        hash(id),
        shadow(id),
        bucket(end),
        index('ada'),
        `${namespace}:node:expirations`,
        `${namespace}:node:indexes:${id}`,
      ].sort(),
    )
    expect(await redis.hgetall(hash(id))).toEqual({
      creationTime: String(session.creationTime.getTime()),
      lastAccessedTime: String(session.lastAccessedTime.getTime()),
      maxInactiveInterval: '1800',
      'sessionAttr:cart': '["book"]',
      [`sessionAttr:${PRINCIPAL_NAME_INDEX_NAME}`]: '"ada"',
    })
    expect(await redis.get(shadow(id))).toBe('')
    expect(await redis.smembers(bucket(end))).toEqual([`"expires:${id}"`])
    expect(await redis.smembers(index('ada'))).toEqual([`"${id}"`])
    expect(await redis.zrange(`${namespace}:node:expirations`, 0, '-1', 'WITHSCORES')).toEqual([
      id,
      String(end),
    ])
    expect(await redis.smembers(`${namespace}:node:indexes:${id}`)).toEqual([index('ada')])
  })

  test('the hash outlives its shadow by 300 s, and a bucket its minute', async () => {
    const { id, lastAccessedTime } = await savedBy(node())
    const end = lastAccessedTime.getTime() + 1_800_000
    expect(await redis.pexpiretime(hash(id))).toBe(end + 300_000)
    expect(await redis.pexpiretime(shadow(id))).toBe(end)
    const minute = Number(bucket(end).split(':').at(-1))
    expect(await redis.pexpiretime(bucket(end))).toBe(minute + 300_000)
  })

  test('an end on the minute belongs to the next bucket', async () => {
    const start = Math.floor(Date.now() / 60_000) * 60_000
    const clock = { now: () => start }
    const { id } = await savedBy(open(connect(url), { namespace, clock }), 600)
    expect(await redis.smembers(`${namespace}:expirations:${start + 660_000}`)).toEqual([
      `"expires:${id}"`,
    ])
  })

  test('another interval moves it to another bucket, and leaves no member behind', async () => {
    const repository = node()
    const session = await savedBy(repository)
    session.maxInactiveInterval = 60
    await repository.save(session)
    const buckets = await redis.keys(`${namespace}:expirations:*`)
    expect(buckets).toEqual([bucket(await endOf(session.id))])
  })

  test('a session that never ends has no TTL and is in no bucket, and goes when it is deleted', async () => {
    const repository = node()
    const { id } = await savedBy(repository, -1)
    expect(await redis.pttl(hash(id))).toBe(-1)
    expect(await redis.pttl(shadow(id))).toBe(-1)
    expect(await redis.keys(`${namespace}:expirations:*`)).toEqual([])
    expect(await redis.zscore(`${namespace}:node:expirations`, id)).toBe('inf')
    await repository.deleteById(id)
    expect(await raw.allKeys()).toEqual([])
  })

  test('from limited to never and back, TTLs and bucket follow', async () => {
    const repository = node()
    const session = await savedBy(repository, 600)
    session.maxInactiveInterval = 'never'
    await repository.save(session)
    expect(await redis.pttl(hash(session.id))).toBe(-1)
    expect(await redis.keys(`${namespace}:expirations:*`)).toEqual([])
    session.maxInactiveInterval = 120
    await repository.save(session)
    const end = await endOf(session.id)
    expect(await redis.pexpiretime(hash(session.id))).toBe(end + 300_000)
    expect(await redis.smembers(bucket(end))).toEqual([`"expires:${session.id}"`])
  })

  test('an interval of 0 ends it at once: no shadow, and the sweep takes it', async () => {
    const repository = node()
    const { id } = await savedBy(repository, 0)
    expect(await redis.exists(shadow(id))).toBe(0)
    expect(await repository.findById(id)).toBeUndefined()
    expect(await repository.cleanUpExpiredSessions()).toBe(1)
    expect(await raw.allKeys()).toEqual([])
  })

  test('the longest interval there is does not overflow', async () => {
    const repository = node()
    const { id } = await savedBy(repository, 2_147_483_647)
    expect((await repository.findById(id))?.maxInactiveInterval).toBe(2_147_483_647)
    expect(await repository.cleanUpExpiredSessions()).toBe(0)
  })

  test('a delete leaves a tombstone that is no session for either side, for 300 s', async () => {
    const repository = node()
    const { id } = await savedBy(repository)
    await repository.deleteById(id)
    expect(await redis.hmget(hash(id), 'maxInactiveInterval', 'ended')).toEqual(['0', '1'])
    expect(await redis.hget(hash(id), 'sessionAttr:cart')).toBe('["book"]')
    const ttl = await redis.pttl(hash(id))
    expect(ttl).toBeGreaterThan(290_000)
    expect(ttl).toBeLessThanOrEqual(300_000)
    expect(await redis.exists(shadow(id), index('ada'))).toBe(0)
    expect(await repository.findById(id)).toBeUndefined()
  })

  test('an id change renames, so that no end of the old id is announced', async () => {
    const repository = node()
    const session = await savedBy(repository)
    const before = session.id
    session.changeSessionId()
    await repository.save(session)
    expect(await redis.exists(hash(before), shadow(before))).toBe(0)
    expect((await raw.allKeys()).filter((key) => key.includes(before))).toEqual([])
    expect(await redis.smembers(index('ada'))).toEqual([`"${session.id}"`])
    expect(await raw.dump()).not.toContain(before)
  })

  test('names of indexes cannot be taken for another name and a value', async () => {
    const indexResolver = {
      resolveIndexesFor: () =>
        new Map([
          ['a', 'b:c'],
          ['%3A', 'x'],
        ]),
    }
    const repository = open(connect(url), { namespace, indexResolver })
    await savedBy(repository)
    expect((await repository.findByIndexNameAndIndexValue('a', 'b:c')).size).toBe(1)
    expect((await repository.findByIndexNameAndIndexValue('a:b', 'c')).size).toBe(0)
    expect((await repository.findByIndexNameAndIndexValue('%3A', 'x')).size).toBe(1)
    expect((await repository.findByIndexNameAndIndexValue(':', 'x')).size).toBe(0)
  })

  test('a simple session is its hash, which Redis removes when it ends', async () => {
    const repository = new RedisSessionRepository<Attributes>(redis, { namespace })
    const session = repository.createSession()
    session.setAttribute('cart', ['book'])
    await repository.save(session)
    expect(await raw.allKeys()).toEqual([hash(session.id)])
    const end = session.lastAccessedTime.getTime() + 1_800_000
    expect(await redis.pexpiretime(hash(session.id))).toBe(end)
    session.maxInactiveInterval = 'never'
    await repository.save(session)
    expect(await redis.pttl(hash(session.id))).toBe(-1)
    await repository.deleteById(session.id)
    expect(await redis.keys(`${namespace}:*`)).toEqual([])
  })

  test.each([
    ['an incomplete hash', (key: string) => redis.hset(key, 'lastAccessedTime', '1795248679861')],
    [
      'numbers that are none',
      (key: string) =>
        redis.hset(key, {
          creationTime: '0x10',
          lastAccessedTime: '1e3',
          maxInactiveInterval: ' 5',
        }),
    ],
  ])('%s is no session, and is removed', async (_what, write) => {
    const id = 'a-session-of-somebody-else-01'
    for (const repository of [node(), new RedisSessionRepository(redis, { namespace })]) {
      await write(hash(id))
      expect(await repository.findById(id)).toBeUndefined()
      expect(await redis.exists(hash(id))).toBe(0)
    }
  })

  test('a key of another type is no session, and is left alone', async () => {
    const id = 'a-session-of-somebody-else-01'
    await redis.set(hash(id), 'mine')
    await redis.sadd(index('ada'), `"${id}"`, 'garbage')
    await redis.zadd(`${namespace}:node:expirations`, 1, id)
    const repository = node()
    for (const each of [repository, new RedisSessionRepository(redis, { namespace })]) {
      expect(await each.findById(id)).toBeUndefined()
    }
    expect((await repository.findByPrincipalName('ada')).size).toBe(0)
    expect(await redis.smembers(index('ada')), 'it leads nowhere').toEqual(['garbage'])
    expect(await repository.cleanUpExpiredSessions()).toBe(0)
    expect(await redis.get(hash(id))).toBe('mine')
    expect(await redis.exists(`${namespace}:node:expirations`)).toBe(0)
  })
})
