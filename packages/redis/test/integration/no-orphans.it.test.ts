import { describeWithService, redis as service } from '@session/testing/services'
import fc from 'fast-check'
import { Redis } from 'ioredis'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { closedAfterEach, type Repository } from '../own-redis.ts'
import { rawRedis } from '../raw-redis.ts'

const namespace = 'test:orphans'
const USERS = ['ada', 'bob', 'a:b', '']
const MINUTE = 60_000

describeWithService(service, 'when all sessions have ended', (url) => {
  const { connect, open } = closedAfterEach()
  const redis = new Redis(url)
  const raw = rawRedis(redis, namespace)
  beforeEach(() => raw.clear())
  afterAll(() => redis.disconnect())

  type Step =
    | {
        readonly do: 'create' | 'login' | 'change id' | 'delete'
        readonly pick: number
        readonly user: number
      }
    | { readonly do: 'age'; readonly pick: number; readonly minutes: number }
    | { readonly do: 'interval'; readonly pick: number; readonly seconds: number }
    | { readonly do: 'sweep' }

  const pick = fc.nat(1000)
  const steps: fc.Arbitrary<Step[]> = fc.array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          do: fc.constantFrom(
            'create' as const,
            'login' as const,
            'change id' as const,
            'delete' as const,
          ),
          pick,
          user: fc.nat(USERS.length - 1),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          do: fc.constant('age' as const),
          pick,
          minutes: fc.integer({ min: 1, max: 40 }),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          do: fc.constant('interval' as const),
          pick,
          seconds: fc.constantFrom(-1, 0, 60, 7200),
        }),
      },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('sweep' as const) }) },
    ),
    { minLength: 400, maxLength: 400 },
  )

  /** What no session lives for any more has ended by itself, by a delete, or while nobody was there. */
  async function live(nodes: readonly Repository[], taken: readonly Step[]): Promise<string[]> {
    const ids: string[] = []
    const at = (i: number): number => i % Math.max(1, ids.length)
    for (const [i, step] of taken.entries()) {
      const node = nodes[i % nodes.length] as Repository
      if (step.do === 'sweep') {
        await node.cleanUpExpiredSessions()
        continue
      }
      const id = ids[at(step.pick)]
      if (step.do === 'create' || id === undefined) {
        const session = node.createSession()
        session.setAttribute('name', 'x')
        await node.save(session)
        ids.push(session.id)
        continue
      }
      if (step.do === 'delete') await node.deleteById(id)
      if (step.do === 'age' && (await redis.exists(`${namespace}:sessions:${id}`)) === 1) {
        await raw.age(id, step.minutes * MINUTE)
      }
      if (step.do !== 'login' && step.do !== 'change id' && step.do !== 'interval') continue
      const session = await node.findById(id, { touch: true })
      if (session === undefined) continue
      if (step.do === 'interval') session.maxInactiveInterval = step.seconds
      else session.principalName = USERS[step.user]
      if (step.do === 'change id') ids[at(step.pick)] = session.changeSessionId()
      await node.save(session)
    }
    return ids
  }

  test('by deletion and sweep, no key is left', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        await raw.clear()
        const nodes = [open(connect(url), { namespace }), open(connect(url), { namespace })]
        const ids = await live(nodes, taken)
        for (const id of ids) {
          const session = await nodes[0]?.findById(id)
          if (session?.maxInactiveInterval === -1) await nodes[0]?.deleteById(id)
          else if (session) await raw.age(id, 7_200_000)
        }
        await nodes[1]?.cleanUpExpiredSessions()
        expect(await raw.allKeys()).toEqual([])
        for (const key of await redis.keys(`${namespace}:*`)) {
          expect(
            await redis.pttl(key),
            'tombstones and the stream go by themselves',
          ).toBeGreaterThan(0)
        }
      }),
      { numRuns: 5, endOnFailure: true },
    )
  }, 120_000)

  test('while every node was down for longer than their state is kept, no key is left', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        await raw.clear()
        const nodes = [open(connect(url), { namespace }), open(connect(url), { namespace })]
        const ids = await live(nodes, taken)
        // Redis removes hash, shadow and bucket by their TTL; nobody is there to see it.
        for (const id of ids) {
          if ((await redis.ttl(`${namespace}:sessions:${id}`)) < 0) await nodes[0]?.deleteById(id)
          await redis.zadd(`${namespace}:node:expirations`, 'XX', Date.now() - 400_000, id)
        }
        for (const pattern of ['sessions', 'expirations']) {
          const keys = await redis.keys(`${namespace}:${pattern}:*`)
          for (const key of keys) expect(await redis.pttl(key)).toBeGreaterThan(0)
          if (keys.length > 0) await redis.del(...keys)
        }
        await nodes[1]?.cleanUpExpiredSessions()
        expect(await raw.allKeys()).toEqual([])
      }),
      { numRuns: 5, endOnFailure: true },
    )
  }, 120_000)
})
