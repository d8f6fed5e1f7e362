import { jacksonCodec, PRINCIPAL_NAME_INDEX_NAME } from '@session/core'
import { describeWithService, parseRedisUrl, redisCluster } from '@session/testing/services'
import { Cluster } from 'ioredis'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { closedAfterEach } from '../own-redis.ts'
import { rawRedis } from '../raw-redis.ts'

const namespace = 'test:cluster-java'
const expirations = `${namespace}:node:expirations:{${namespace}}`
const id = '3b1f1c1e-6d2c-4a47-9f2a-8a1f0c9d7e55'
const hash = `${namespace}:sessions:${id}`
const shadow = `${namespace}:sessions:expires:${id}`
const index = (name: string): string => `${namespace}:index:${PRINCIPAL_NAME_INDEX_NAME}:${name}`

describeWithService(redisCluster, 'a Java service on the same Cluster', (url) => {
  const { connectCluster, open } = closedAfterEach()
  const redis = new Cluster([...parseRedisUrl(url).nodes])
  const raw = rawRedis(redis, namespace)
  beforeEach(() => raw.clear())
  afterAll(() => redis.disconnect())

  const node = () =>
    open(connectCluster(url), { namespace, codec: jacksonCodec(), touchInterval: 0 })

  /** What Spring Session writes of a session, and nothing of ours. */
  async function storedByJava(): Promise<void> {
    const now = Date.now()
    await redis.hset(hash, {
      creationTime: now,
      lastAccessedTime: now,
      maxInactiveInterval: 1800,
      [`sessionAttr:${PRINCIPAL_NAME_INDEX_NAME}`]: '"ada"',
    })
    await redis.pexpire(hash, 2_100_000)
    await redis.set(shadow, '', 'PX', 1_800_000)
    await redis.sadd(index('ada'), `"${id}"`)
  }

  test('its sessions are found, and their end is told once', async () => {
    await storedByJava()
    const [here, there] = [node(), node()]
    const heard: string[] = []
    there.on('deleted', ({ sessionId, principalName }) =>
      heard.push(`${sessionId} ${principalName}`),
    )
    await there.ready()
    expect((await here.findById(id))?.principalName).toBe('ada')
    expect([...(await here.findByPrincipalName('ada')).keys()]).toEqual([id])
    await here.deleteById(id)
    await here.deleteById(id)
    await vi.waitFor(() => expect(heard).toEqual([`${id} ada`]), 5000)
    expect(await raw.allKeys()).toEqual([])
  })

  test('what a read renewed is swept like our own when it ends', async () => {
    await storedByJava()
    const here = node()
    const heard: string[] = []
    here.on('expired', ({ sessionId, principalName }) =>
      heard.push(`${sessionId} ${principalName}`),
    )
    await here.findById(id, { touch: true })
    await vi.waitFor(async () => expect(await redis.zscore(expirations, id)).toMatch(/\.5$/))
    // A minute later.
    await redis.zadd(expirations, '1000.5', id)
    await here.cleanUpExpiredSessions()
    expect(Number(await redis.zscore(expirations, id))).toBeGreaterThan(Date.now())
    await raw.age(id, 1_800_000)
    await here.cleanUpExpiredSessions()
    await vi.waitFor(() => expect(heard).toEqual([`${id} ada`]), 5000)
    expect(await raw.allKeys()).toEqual([])
  })

  test('a principal that Java moved is found where Java filed it, and nowhere else', async () => {
    const here = node()
    const session = here.createSession()
    session.principalName = 'bob'
    await here.save(session)
    const key = `${namespace}:sessions:${session.id}`
    await redis.hset(key, `sessionAttr:${PRINCIPAL_NAME_INDEX_NAME}`, '"carol"')
    await redis.sadd(index('carol'), `"${session.id}"`)
    await redis.srem(index('bob'), `"${session.id}"`)
    expect([...(await here.findByPrincipalName('carol')).keys()]).toEqual([session.id])
    expect((await here.findByPrincipalName('bob')).size).toBe(0)
    await here.deleteById(session.id)
    expect(await raw.allKeys()).toEqual([])
  })

  test('Java is told of a new session in its own words', async () => {
    const listener = connectCluster(url)
    const messages: string[] = []
    listener.on('pmessage', (_pattern, channel: string, message: string) =>
      messages.push(channel, message),
    )
    await listener.psubscribe(`${namespace}:event:0:created:*`)
    const here = node()
    const session = here.createSession()
    session.setAttribute('cart', ['tea'])
    await here.save(session)
    await vi.waitFor(() => expect(messages).toHaveLength(2), 5000)
    expect(messages[0]).toBe(`${namespace}:event:0:created:${session.id}`)
    expect(JSON.parse(messages[1] as string)).toMatchObject({
      '@class': 'java.util.HashMap',
      maxInactiveInterval: 1800,
      'sessionAttr:cart': ['java.util.ArrayList', ['tea']],
    })
  })

  describe('with its sorted set of expirations', () => {
    test('sessions enter it, move in it and leave it', async () => {
      const here = open(connectCluster(url), { namespace, expirationStore: 'sorted-set' })
      const score = (of: string) => redis.zscore(`${namespace}:sessions:expirations`, `"${of}"`)
      const session = here.createSession()
      session.setAttribute('name', 'Ada')
      await here.save(session)
      expect(Number(await score(session.id))).toBe(session.expiresAt?.getTime())
      session.maxInactiveInterval = '3h'
      await here.save(session)
      expect(Number(await score(session.id))).toBeGreaterThan(Date.now() + 10_000_000)
      const before = session.id
      session.changeSessionId()
      await here.save(session)
      expect([await score(before), await score(session.id)]).toEqual([null, expect.any(String)])
      await here.deleteById(session.id)
      expect(await score(session.id)).toBeNull()
    })
  })
})
