import { describeWithService, redisExecutable } from '@session/testing/services'
import type { Redis } from 'ioredis'
import { describe, expect, test, vi } from 'vitest'
import type { RedisIndexedRepositoryOptions } from '../../src/index.ts'
import { type Heard, heardBy, settled, typesOf } from '../heard-by.ts'
import { javaPeer } from '../java-peer.ts'
import { closedAfterEach, type Repository } from '../own-redis.ts'
import { rawRedis } from '../raw-redis.ts'

const namespace = 'spring:session'

async function stored(repository: Repository, interval?: number): Promise<string> {
  const session = repository.createSession()
  session.setAttribute('name', 'Ada')
  if (interval !== undefined) session.maxInactiveInterval = interval
  await repository.save(session)
  return session.id
}

const lastStateOf = (heard: readonly Heard[], id: string): unknown =>
  heard.find((event) => event.id === id && event.type !== 'created')?.attributes?.name

describeWithService(redisExecutable, 'each end is told once on every node', () => {
  const { server, connect, open } = closedAfterEach()

  describe.each<[string, readonly string[], RedisIndexedRepositoryOptions]>([
    ['with notifications off', [], { notifications: 'off' }],
    ['where CONFIG is forbidden', ['user default on nopass ~* &* +@all -config'], {}],
    ['where subscriptions are forbidden', ['user default on nopass ~* resetchannels +@all'], {}],
    [
      'where a client may not ask for itself',
      ['user default on nopass ~* &* +@all -client|info'],
      {},
    ],
  ])('%s', (_where, config, options) => {
    test('by whomever it was ended, with its last state', async () => {
      const { port } = await server({ config: [...config] })
      const [here, there] = [open(connect(port), options), open(connect(port), options)]
      const all = [await heardBy(here), await heardBy(there)]
      const [deleted, expired] = [await stored(here), await stored(there)]
      await rawRedis(connect(port), namespace).age(expired, 1_800_000)
      await there.deleteById(deleted)
      expect(await here.cleanUpExpiredSessions()).toBe(1)
      for (const heard of all) {
        await settled(heard, here)
        expect(typesOf(heard, deleted)).toEqual(['created', 'deleted'])
        expect(typesOf(heard, expired)).toEqual(['created', 'expired'])
        for (const id of [deleted, expired]) expect(lastStateOf(heard, id)).toBe('Ada')
      }
    })
  })

  test('in time, though 500,000 other keys are to expire in the same server', async () => {
    const { port } = await server()
    const admin = connect(port)
    await fillWithVolatileKeys(admin, 500_000)
    // Whatever happens in time happens without the clock of Redis.
    const options = { notifications: 'off', cleanupInterval: '200ms' } as const
    const [here, there] = [open(connect(port), options), open(connect(port), options)]
    const all = [await heardBy(here), await heardBy(there)]
    const ids = await Promise.all(Array.from({ length: 100 }, () => stored(here, 1)))
    await vi.waitFor(
      () => {
        for (const heard of all) {
          for (const id of ids) expect(typesOf(heard, id)).toEqual(['created', 'expired'])
        }
      },
      { timeout: 20_000, interval: 100 },
    )
    const ends = all.flat().filter(({ type }) => type === 'expired')
    expect(ends).toHaveLength(2 * ids.length)
    expect(ends.filter(({ local }) => local)).toHaveLength(ids.length)
    for (const id of ids) expect(lastStateOf(all[1] as Heard[], id)).toBe('Ada')
    expect(await admin.dbsize()).toBeGreaterThan(450_000)
  })

  test('also what fell due while every node was down; after 300 s without its last state', async () => {
    const { port } = await server()
    const raw = rawRedis(connect(port), namespace)
    const before = open(connect(port))
    const [soon, late, alive] = [await stored(before), await stored(before), await stored(before)]
    await before.close()
    await raw.age(soon, 1_800_000 + 200_000)
    await raw.age(late, 1_800_000 + 400_000)
    // What Redis does 300 s after the end.
    await connect(port).del(`${namespace}:sessions:${late}`)

    const [here, there] = [open(connect(port)), open(connect(port))]
    const all = [await heardBy(here), await heardBy(there)]
    await Promise.all([here.cleanUpExpiredSessions(), there.cleanUpExpiredSessions()])
    for (const heard of all) {
      await settled(heard, here)
      expect(typesOf(heard, soon)).toEqual(['expired'])
      expect(typesOf(heard, late)).toEqual(['expired'])
      expect(typesOf(heard, alive)).toEqual([])
      expect(lastStateOf(heard, soon)).toBe('Ada')
      expect(lastStateOf(heard, late)).toBeUndefined()
    }
    for (const id of [soon, late]) {
      expect(all.flat().filter((event) => event.id === id && event.local)).toHaveLength(1)
    }
  })

  test('and where it belongs: no namespace and no database hears of another', async () => {
    const { url } = await server()
    const places = ['app', 'app:sessions', 'app*', 'ap?', '[a]pp', 'app:sessions:expires'].flatMap(
      (name) => [1, 2].map((database) => ({ name, database })),
    )
    const nodes = places.map(({ name, database }) =>
      open(connect(`${url}/${database}`), { namespace: name }),
    )
    const all = await Promise.all(nodes.map(heardBy))
    const ids = await Promise.all(nodes.map((node) => stored(node)))
    const swept = await Promise.all(nodes.map((node) => stored(node)))
    const java = places.map(({ name, database }) =>
      javaPeer(connect(`${url}/${database}`), { namespace: name, database }),
    )
    const theirs = await Promise.all(java.map((peer) => peer.create()))
    for (const [i, { name, database }] of places.entries()) {
      await nodes[i]?.deleteById(ids[i] as string)
      await rawRedis(connect(`${url}/${database}`), name).age(swept[i] as string, 1_800_000)
      await nodes[i]?.cleanUpExpiredSessions()
      await java[i]?.deleteById(theirs[i] as (typeof theirs)[number])
    }
    await vi.waitFor(() => {
      for (const [i, heard] of all.entries()) {
        expect(heard.map(({ id, type }) => `${type} ${id}`).sort()).toEqual(
          [
            `created ${ids[i]}`,
            `created ${swept[i]}`,
            `created ${theirs[i]?.id}`,
            `deleted ${ids[i]}`,
            `deleted ${theirs[i]?.id}`,
            `expired ${swept[i]}`,
          ].sort(),
        )
      }
    }, 10_000)
  })
})

/** Each with a TTL of its own, so that the clock of Redis is never done with them. */
async function fillWithVolatileKeys(redis: Redis, count: number): Promise<void> {
  const script = `
    for i = ARGV[1], ARGV[1] + 49999 do
      redis.call('SET', 'noise:' .. i, 'x', 'PX', 30000 + i % 600000)
    end`
  for (let from = 0; from < count; from += 50_000) await redis.eval(script, 0, from)
}
