import { describeWithService, redisExecutable } from '@session/testing/services'
import fc from 'fast-check'
import type { Redis } from 'ioredis'
import { describe, expect, test } from 'vitest'
import type { ExpirationStore } from '../../src/index.ts'
import { closedAfterEach, type Repository } from '../own-redis.ts'

const namespace = 'spring:session'
const SESSIONS = 10_000
const AT_ONCE = 200

type Step =
  | { readonly do: 'login'; readonly user: number }
  | { readonly do: 'interval'; readonly seconds: number }
  | { readonly do: 'change id' | 'visit' | 'delete' }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('login' as const), user: fc.nat(500) }),
  fc.record({
    do: fc.constant('interval' as const),
    seconds: fc.constantFrom(-1, 0, 1, 60, 7200),
  }),
  fc.record({ do: fc.constantFrom('change id' as const, 'visit' as const, 'delete' as const) }),
)
const lives = fc.sample(fc.array(step, { maxLength: 6 }), { numRuns: SESSIONS, seed: 4711 })

/** One session from its first save to wherever its steps lead. */
async function live(nodes: readonly Repository[], steps: readonly Step[]): Promise<void> {
  const [first, second] = nodes as [Repository, Repository]
  const session = first.createSession()
  session.setAttribute('name', 'x')
  await first.save(session)
  let id = session.id
  for (const [i, taken] of steps.entries()) {
    const node = i % 2 === 0 ? second : first
    if (taken.do === 'delete') await node.deleteById(id)
    const found = await node.findById(id, { touch: true })
    if (found === undefined) return
    if (taken.do === 'login') found.principalName = `user ${taken.user}`
    if (taken.do === 'interval') found.maxInactiveInterval = taken.seconds
    if (taken.do === 'change id') id = found.changeSessionId()
    await node.save(found)
  }
}

describeWithService(redisExecutable, `of ${SESSIONS} sessions`, () => {
  const { server, connect, open } = closedAfterEach()

  async function lived(expirationStore: ExpirationStore) {
    const { port } = await server()
    const options = { expirationStore, touchInterval: 0 } as const
    const nodes = [open(connect(port), options), open(connect(port), options)]
    const left = [...lives]
    const run = async (): Promise<void> => {
      for (let steps = left.pop(); steps !== undefined; steps = left.pop()) {
        await live(nodes, steps)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, run))
    return { admin: connect(port), nodes, options, port }
  }

  const keysOf = (admin: Redis): Promise<string[]> => admin.keys(`${namespace}:*`)

  /** A node to which all have ended that end at all; the others are deleted. */
  async function nodeAtTheEnd(here: Awaited<ReturnType<typeof lived>>): Promise<Repository> {
    const { admin, nodes, options, port } = here
    const never = await admin.zrangebyscore(`${namespace}:node:expirations`, '+inf', '+inf')
    await Promise.all(never.map((id) => nodes[0]?.deleteById(id)))
    const clock = { now: () => Date.now() + 3 * 3_600_000 }
    return open(connect(port), { ...options, clock })
  }

  /** What goes by itself: tombstones and the stream, each within 300 s. */
  async function expectOnlyWhatGoes(admin: Redis): Promise<void> {
    const pipeline = admin.pipeline()
    const keys = await keysOf(admin)
    for (const key of keys) pipeline.pttl(key)
    const ttls = ((await pipeline.exec()) ?? []).map(([, ttl]) => Number(ttl))
    expect(ttls.every((ttl) => ttl > 0 && ttl <= 300_000)).toBe(true)
    const kinds = new Set(keys.map((key) => key.replace(/sessions:[\w-]{36}$/, 'sessions:<id>')))
    expect([...kinds].sort()).toEqual([`${namespace}:node:events`, `${namespace}:sessions:<id>`])
    expect(await admin.exists(`${namespace}:node:expirations`)).toBe(0)
  }

  describe.each<ExpirationStore>(['minute-buckets', 'sorted-set'])('in %s', (expirationStore) => {
    test('no key is left once all have ended', async () => {
      const here = await lived(expirationStore)
      const { admin, nodes } = here
      expect(await admin.zcard(`${namespace}:node:expirations`)).toBeGreaterThan(SESSIONS / 4)
      const sweeping = [await nodeAtTheEnd(here), ...nodes]
      await Promise.all(sweeping.map((node) => node.cleanUpExpiredSessions()))
      await expectOnlyWhatGoes(admin)
    }, 60_000)
  })

  test('no key is left when every node was down until Redis had removed all that it removes', async () => {
    const here = await lived('minute-buckets')
    const { admin, nodes } = here
    const node = await nodeAtTheEnd(here)
    for (const each of nodes) await each.close()
    // Hashes, shadows, buckets and the stream: all that has a TTL, or would have had one by now.
    for (const pattern of ['sessions', 'expirations']) {
      const keys = await admin.keys(`${namespace}:${pattern}:*`)
      for (let from = 0; from < keys.length; from += 5000) {
        await admin.unlink(...keys.slice(from, from + 5000))
      }
    }
    await admin.unlink(`${namespace}:node:events`)
    await node.cleanUpExpiredSessions()
    expect(await keysOf(admin)).toEqual([`${namespace}:node:events`])
    expect(await admin.pttl(`${namespace}:node:events`)).toBeGreaterThan(0)
  }, 60_000)
})
