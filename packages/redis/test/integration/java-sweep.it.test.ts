import { describeWithService, redisExecutable } from '@session/testing/services'
import type { Redis } from 'ioredis'
import { describe, expect, test, vi } from 'vitest'
import type { ExpirationStore } from '../../src/index.ts'
import { heardBy, settled, typesOf } from '../heard-by.ts'
import { javaPeer } from '../java-peer.ts'
import { closedAfterEach } from '../own-redis.ts'
import { rawRedis } from '../raw-redis.ts'

const namespace = 'spring:session'
const MINUTE = 60_000

describeWithService(redisExecutable, 'the sweep, with nothing but what lies in Redis', () => {
  const { server, connect, open } = closedAfterEach()

  describe.each<ExpirationStore>(['minute-buckets', 'sorted-set'])('in %s', (expirationStore) => {
    /** No notification is sent or heard, and no clock of Redis removes a shadow. */
    async function silent(config: readonly string[] = []) {
      const { port } = await server({ config: [...config] })
      const admin = connect(port)
      await admin.call('DEBUG', 'SET-ACTIVE-EXPIRE', '0')
      const sortedSet = expirationStore === 'sorted-set'
      const java = javaPeer(connect(port), { namespace, sortedSet })
      const node = () => open(connect(port), { expirationStore, notifications: 'off' })
      return { port, admin, java, node, raw: rawRedis(admin, namespace) }
    }

    test.each([0, 1, 4])(
      'tells of what only Java wrote and what fell due %i minutes ago, with its last state',
      async (minutes) => {
        const { java, node } = await silent()
        const end = Math.floor(Date.now() / MINUTE) * MINUTE - minutes * MINUTE - 1
        const { id } = await java.create({ lastAccessedTime: end - 60_000, interval: 60 })
        const [here, there] = [node(), node()]
        const heard = [await heardBy(here), await heardBy(there)] as const
        const removed = await Promise.all([
          here.cleanUpExpiredSessions(),
          there.cleanUpExpiredSessions(),
        ])
        expect(removed.sort()).toEqual([0, 1])
        for (const each of heard) {
          await settled(each, here)
          expect(typesOf(each, id)).toEqual(['expired'])
          expect(each.find((event) => event.id === id)?.attributes?.made).toBe('by Java')
        }
        expect(heard.flat().filter((event) => event.id === id && event.local)).toHaveLength(1)
      },
    )

    test('makes Redis tell Java that what is due has expired', async () => {
      const { port, admin, java, node } = await silent(['notify-keyspace-events gxE'])
      const told: string[] = []
      const listener = connect(port)
      listener.on('message', (channel: string, key: string) => told.push(`${channel} ${key}`))
      await listener.subscribe('__keyevent@0__:expired', '__keyevent@0__:del')
      const end = Math.floor(Date.now() / MINUTE) * MINUTE - 1
      const { id } = await java.create({ lastAccessedTime: end - 60_000, interval: 60 })
      // A TTL in the past deletes at once: so it has one that ends now.
      const shadow = `${namespace}:sessions:expires:${id}`
      await vi.waitFor(() => expect(told).toEqual([`__keyevent@0__:del ${shadow}`]))
      await becomeDue(admin, shadow)
      await node().cleanUpExpiredSessions()
      await vi.waitFor(() => expect(told.at(-1)).toBe(`__keyevent@0__:expired ${shadow}`))
    })

    test('makes Redis tell Java also of sessions in values that we cannot read', async () => {
      const { port, admin, node } = await silent(['notify-keyspace-events gxE'])
      const told: string[] = []
      const listener = connect(port)
      listener.on('message', (_channel: string, key: string) => told.push(key))
      await listener.subscribe('__keyevent@0__:expired')
      const id = '5d72344f-53c1-4ee5-8c2f-6f6f0277164b'
      const string = (text: string): Buffer =>
        Buffer.concat([Buffer.from([0xac, 0xed, 0, 5, 0x74, 0, text.length]), Buffer.from(text)])
      const shadow = `${namespace}:sessions:expires:${id}`
      await admin.hset(
        `${namespace}:sessions:${id}`,
        'creationTime',
        string('not a number of ours'),
      )
      await becomeDue(admin, shadow)
      const past = Math.floor(Date.now() / MINUTE) * MINUTE
      if (expirationStore === 'sorted-set') {
        await admin.zadd(`${namespace}:sessions:expirations`, past, string(id))
      } else await admin.sadd(`${namespace}:expirations:${past}`, string(`expires:${id}`))
      expect(await node().cleanUpExpiredSessions()).toBe(0)
      await vi.waitFor(() => expect(told).toEqual([shadow]))
      expect(await admin.exists(`${namespace}:sessions:${id}`)).toBe(1)
    })

    test('lets what Java touched live, and finds it when it ends', async () => {
      const { java, node, admin } = await silent()
      const here = node()
      const heard = await heardBy(here)
      const session = await java.create({ lastAccessedTime: Date.now() - 1_700_000 })
      await vi.waitFor(() => expect(typesOf(heard, session.id)).toEqual(['created']))
      await java.touch(session)
      await admin.zadd(`${namespace}:node:expirations`, 1, session.id)
      expect(await here.cleanUpExpiredSessions()).toBe(0)
      expect((await here.findById(session.id))?.id).toBe(session.id)
      const end = Number(await admin.zscore(`${namespace}:node:expirations`, session.id))
      expect(end).toBeGreaterThan(Date.now() + 1_700_000)
    })

    test('finds more than one batch at once, and leaves nothing behind', async () => {
      const { java, node, raw } = await silent()
      const end = Math.floor(Date.now() / MINUTE) * MINUTE - 1
      for (let i = 0; i < 250; i++) {
        const lastAccessedTime = end - 60_000 - (i % 3) * MINUTE
        await java.create({ lastAccessedTime, interval: 60, principal: `user ${i % 7}` })
      }
      const here = node()
      expect(await here.cleanUpExpiredSessions()).toBe(250)
      expect(await raw.allKeys()).toEqual([])
    })

    test('takes away what leads nowhere, in values that it cannot read too', async () => {
      const { admin, node, raw } = await silent()
      const past = Math.floor(Date.now() / MINUTE) * MINUTE
      const jdk = Buffer.from(`aced00057400${'0'.repeat(2)}`, 'hex')
      const members = ['"expires:00000000-0000-0000-0000-000000000000"', 'garbage', '', jdk]
      for (const member of members) {
        if (expirationStore === 'sorted-set') {
          await admin.zadd(`${namespace}:sessions:expirations`, past, member)
        } else await admin.sadd(`${namespace}:expirations:${past}`, member)
      }
      expect(await node().cleanUpExpiredSessions()).toBe(0)
      expect(await raw.allKeys()).toEqual([])
    })

    test('does nothing when it is turned off', async () => {
      const { port, java } = await silent()
      const options = { expirationStore, notifications: 'off' } as const
      const off = open(connect(port), { ...options, cleanupInterval: false })
      const heard = await heardBy(off)
      const { id } = await java.create({ lastAccessedTime: Date.now() - 1_870_000 })
      // Another application's sweeps go on meanwhile, twice.
      const busy = open(connect(port), { namespace: 'other', cleanupInterval: '20ms' })
      const heardByBusy = await heardBy(busy)
      const others = javaPeer(connect(port), { namespace: 'other' })
      for (let round = 0; round < 2; round++) {
        const due = await others.create({ lastAccessedTime: Date.now() - 1_870_000 })
        await vi.waitFor(() => expect(typesOf(heardByBusy, due.id)).toEqual(['expired']), 5000)
      }
      await settled(heard, off)
      expect(typesOf(heard, id)).toEqual([])
      expect(await off.cleanUpExpiredSessions()).toBe(1)
    })
  })

  test("in minute buckets tells of a deletion that nobody heard, when Java's tombstone lies there", async () => {
    const { port } = await server()
    const java = javaPeer(connect(port), { namespace })
    const lastAccessedTime = Math.floor(Date.now() / MINUTE) * MINUTE - 1
    const session = await java.create({ lastAccessedTime })
    await java.deleteById(session)
    const node = open(connect(port), { notifications: 'off' })
    const heard = await heardBy(node)
    expect(await node.cleanUpExpiredSessions(), 'it did not expire').toBe(0)
    await vi.waitFor(() => expect(typesOf(heard, session.id)).toEqual(['deleted']), 5000)
    const [event] = heard
    expect(event?.attributes?.made).toBe('by Java')
    expect(event?.local).toBe(true)
  })

  test('in minute buckets leaves a bucket that is not due', async () => {
    const { port } = await server()
    const java = javaPeer(connect(port), { namespace })
    const session = await java.create()
    await open(connect(port), { notifications: 'off' }).cleanUpExpiredSessions()
    const [bucket] = await connect(port).keys(`${namespace}:expirations:*`)
    expect(await connect(port).smembers(bucket as string)).toEqual([`"expires:${session.id}"`])
  })

  test('in a sorted set files our sessions as Java does', async () => {
    const { port } = await server()
    const admin = connect(port)
    const node = open(connect(port), { expirationStore: 'sorted-set' })
    const session = node.createSession()
    session.setAttribute('name', 'Ada')
    await node.save(session)
    const filed = () => admin.zrange(`${namespace}:sessions:expirations`, 0, '-1', 'WITHSCORES')
    const member = (): string => `"${session.id}"`
    expect(await filed()).toEqual([
      member(),
      String(session.lastAccessedTime.getTime() + 1_800_000),
    ])
    session.changeSessionId()
    await node.save(session)
    expect((await filed())[0]).toBe(member())
    expect(await filed()).toHaveLength(2)
    session.maxInactiveInterval = 'never'
    await node.save(session)
    expect(await filed()).toEqual([])
    session.maxInactiveInterval = 60
    await node.save(session)
    expect((await filed())[0]).toBe(member())
    await node.deleteById(session.id)
    expect(await rawRedis(admin, namespace).allKeys()).toEqual([])
  })
})

/** The key is due, and nobody has looked: the first look is what makes Redis tell. */
async function becomeDue(redis: Redis, key: string): Promise<void> {
  const due = Date.now() + 20
  await redis.set(key, '', 'PXAT', due)
  await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(due + 1))
}
