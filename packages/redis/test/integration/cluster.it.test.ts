import { describeWithService, parseRedisUrl, redisCluster } from '@session/testing/services'
import fc from 'fast-check'
import { Cluster } from 'ioredis'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { closedAfterEach, type Repository } from '../own-redis.ts'
import { rawRedis } from '../raw-redis.ts'
import { heardBy, stored } from '../watched-node.ts'

const namespace = 'test:cluster'
describeWithService(redisCluster, 'on a Cluster', (url) => {
  const { connectCluster, open } = closedAfterEach()
  const redis = new Cluster([...parseRedisUrl(url).nodes])
  const raw = rawRedis(redis, namespace)
  beforeEach(() => raw.clear())
  afterAll(() => redis.disconnect())
  const node = (): Repository => open(connectCluster(url), { namespace, storeTimeout: '20s' })

  test('every node hears of each beginning and each end once, and one says that it was there', async () => {
    const nodes = [node(), node(), node()] as const
    const all = await Promise.all(nodes.map(heardBy))
    const [deleted, expired, moved] = await Promise.all(nodes.map((one) => stored(one)))
    if (!deleted || !expired || !moved) throw new Error('lost')
    await nodes[0].deleteById(deleted.id)
    const { handle } = moved
    moved.changeSessionId()
    await nodes[2].save(moved)
    await raw.age(expired.id, 1_800_000)
    await Promise.all(nodes.map((one) => one.cleanUpExpiredSessions()))
    const end = await stored(nodes[1], 'end')
    for (const heard of all) {
      await vi.waitFor(() => expect(heard.join()).toContain(`created ${end.handle}`), 5000)
    }
    const facts = [
      ...[deleted.handle, expired.handle, handle, end.handle].map((each) => `created ${each}`),
      `deleted ${deleted.handle}`,
      `expired ${expired.handle}`,
      `id-changed ${moved.handle}`,
    ].sort()
    for (const heard of all) {
      expect(heard.map((line) => line.split(' ').slice(0, 2).join(' ')).sort()).toEqual(facts)
    }
    for (const fact of facts) {
      expect(
        all.flat().filter((line) => line === `${fact} true`),
        fact,
      ).toHaveLength(1)
    }
  })

  test('nothing is left of many lives when all have ended', async () => {
    const step = fc.record({
      do: fc.constantFrom('create', 'login', 'change id', 'delete', 'never', 'age', 'sweep'),
      pick: fc.nat(1000),
      user: fc.constantFrom('ada', 'bob', 'a{b}:c', undefined),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 250, maxLength: 250 }), async (steps) => {
        await raw.clear()
        const nodes = [node(), node()] as const
        const ids: string[] = []
        for (const [i, { do: what, pick, user }] of steps.entries()) {
          const one = nodes[i % 2] as Repository
          const at = pick % Math.max(1, ids.length)
          const id = ids[at]
          if (what === 'create' || id === undefined) ids.push((await stored(one, user)).id)
          else if (what === 'delete') await one.deleteById(id)
          else if (what === 'sweep') await one.cleanUpExpiredSessions()
          else if (what === 'age') {
            if ((await raw.read(id)) !== undefined) await raw.age(id, 1_200_000)
          } else {
            const session = await one.findById(id, { touch: true })
            if (session === undefined) continue
            if (what === 'never') session.maxInactiveInterval = 'never'
            else session.principalName = user
            if (what === 'change id') ids[at] = session.changeSessionId()
            await one.save(session)
          }
        }
        for (const id of ids) {
          const session = await nodes[0].findById(id)
          if (session?.maxInactiveInterval === -1) await nodes[1].deleteById(id)
          else if (session !== undefined) await raw.age(id, 7_200_000)
        }
        await nodes[1].cleanUpExpiredSessions()
        for (const one of nodes) await one.close()
        expect(await raw.allKeys()).toEqual([])
      }),
      { numRuns: 4, endOnFailure: true },
    )
  }, 120_000)

  test('saves of a session that gets another id are refused, reads are not', async () => {
    const [here, there] = [node(), node()]
    const session = await stored(here)
    const { id } = session
    const other = await there.findById(id)
    if (other === undefined) throw new Error('lost')
    await redis.set(
      `${namespace}:node:id-change:{${namespace}:sessions:${id}}`,
      'another',
      'PX',
      5000,
    )
    other.setAttribute('late', true)
    await expect(there.save(other)).rejects.toMatchObject({ code: 'SESSION_GONE' })
    session.changeSessionId()
    await expect(here.save(session)).rejects.toMatchObject({ code: 'SESSION_GONE' })
    expect((await there.findById(id))?.getAttribute('name')).toBe('Ada')
  })

  test('a shadow is deleted while the hash can be read, and after an id change when it cannot', async () => {
    const here = node()
    const [deleted, moved] = [await stored(here), await stored(here)]
    await here.deleteById(deleted.id)
    const key = (id: string): string => `${namespace}:sessions:${id}`
    expect(await redis.exists(`${namespace}:sessions:expires:${deleted.id}`)).toBe(0)
    expect(await redis.hgetall(key(deleted.id))).toMatchObject({
      maxInactiveInterval: '0',
      'sessionAttr:name': '"Ada"',
    })
    expect(await redis.pttl(key(deleted.id))).toBeGreaterThan(290_000)
    const before = moved.id
    moved.changeSessionId()
    await here.save(moved)
    expect(await redis.exists(key(before))).toBe(0)
    expect(await redis.exists(`${namespace}:sessions:expires:${before}`)).toBe(0)
    expect(await redis.pttl(`${namespace}:sessions:expires:${moved.id}`)).toBeGreaterThan(0)
  })
})
