import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import {
  describeWithService,
  faultProxy,
  redisExecutable,
  redis as service,
} from '@session/testing/services'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { RedisIndexedSessionRepository } from '../../src/index.ts'
import { indexedScripts } from '../../src/scripts/indexed.ts'
import { type Attributes, closedAfterEach, type Repository } from '../own-redis.ts'
import { rawRedis } from '../raw-redis.ts'

const namespace = 'test:events'

interface Heard {
  readonly type: string
  readonly handle: string
  readonly local: boolean
}

/** Everything that a node hears, in order. */
async function heardBy(repository: Repository): Promise<Heard[]> {
  const heard: Heard[] = []
  const types = ['created', 'deleted', 'expired', 'id-changed'] as const
  for (const type of types) {
    repository.on(type, ({ handle, local }) => heard.push({ type, handle, local }))
  }
  await repository.ready()
  return heard
}

async function stored(repository: Repository): Promise<{ id: string; handle: string }> {
  const session = repository.createSession()
  session.setAttribute('name', 'Ada')
  await repository.save(session)
  return session
}

const of = (heard: readonly Heard[], handle: string): string[] =>
  heard.filter((event) => event.handle === handle).map(({ type }) => type)

/** What happened so far has arrived once a session that is made now is heard of. */
async function settled(heard: readonly Heard[], by: Repository): Promise<void> {
  const { handle } = await stored(by)
  await vi.waitFor(() => expect(of(heard, handle)).toEqual(['created']), 5000)
}

describeWithService(service, 'events on every node', (url) => {
  const { connect, open } = closedAfterEach()
  const redis = new Redis(url)
  const raw = rawRedis(redis, namespace)
  const stream = `${namespace}:node:events`
  beforeEach(() => raw.clear())
  afterAll(() => redis.disconnect())
  const node = (): Repository => open(connect(url), { namespace })

  test('three nodes, one of them another process, hear of each end once; one of them is local', async () => {
    const [here, there] = [node(), node()]
    const [heardHere, heardThere] = [await heardBy(here), await heardBy(there)]
    const heardElsewhere: Heard[] = []
    const program = fileURLToPath(new URL('listening-node.fixture.ts', import.meta.url))
    const child = fork(program, [url, namespace], { execArgv: ['--import', 'tsx'] })
    try {
      await once(child, 'message')
      child.on('message', (event) => heardElsewhere.push(event as Heard))
      const sessions = [await stored(here), await stored(there), await stored(here)] as const
      await here.deleteById(sessions[0].id)
      child.send(sessions[1].id)
      await raw.age(sessions[2].id, 1_800_000)
      await Promise.all([here.cleanUpExpiredSessions(), there.cleanUpExpiredSessions()])
      const all = [heardHere, heardThere, heardElsewhere]
      await vi.waitFor(() => {
        for (const heard of all) expect(of(heard, sessions[1].handle)).toContain('deleted')
      }, 5000)
      for (const heard of all) {
        await settled(heard, here)
        expect(of(heard, sessions[0].handle)).toEqual(['created', 'deleted'])
        expect(of(heard, sessions[1].handle)).toEqual(['created', 'deleted'])
        expect(of(heard, sessions[2].handle)).toEqual(['created', 'expired'])
      }
      for (const { handle } of sessions) {
        const ends = all.flat().filter((e) => e.handle === handle && e.type !== 'created')
        expect(ends.filter(({ local }) => local)).toHaveLength(1)
      }
    } finally {
      child.kill()
    }
  })

  test('a new id is told with the state, so that the one who logged in is known', async () => {
    const [here, there] = [node(), node()]
    const names: unknown[] = []
    there.on('id-changed', ({ principalName, session }) =>
      names.push(principalName, session?.getAttribute('name')),
    )
    await there.ready()
    const { id } = await stored(here)
    const session = await here.findById(id)
    session?.changeSessionId()
    if (session) session.principalName = 'ada'
    if (session) await here.save(session)
    await vi.waitFor(() => expect(names).toEqual(['ada', 'Ada']), 5000)
  })

  test('garbage in the stream is passed over', async () => {
    const here = node()
    const heard = await heardBy(here)
    const valid = { type: 'deleted', id: 'x'.repeat(36), node: 'n', claim: '1', previous: '' }
    for (const wrong of [
      { ...valid, type: 'sneezed' },
      { ...valid, id: '../../etc/passwd' },
      { ...valid, previous: 'y'.repeat(36) },
      { ...valid, type: 'id-changed' },
      { ...valid, node: '' },
      { a: 'b' },
    ]) {
      await redis.xadd(stream, '*', ...Object.entries(wrong).flat())
    }
    await redis.xadd(stream, '*', 'type', Buffer.from([255, 254]))
    await settled(heard, here)
    expect(heard.filter(({ type }) => type !== 'created')).toEqual([])
  })

  test('a stream that is no stream is waited for', async () => {
    const [here, there] = [node(), node()]
    const heard = await heardBy(there)
    await here.ready()
    await redis.set(stream, 'mine')
    await redis.del(stream)
    await settled(heard, here)
  })

  test("a test's clock far ahead costs no event", async () => {
    const clock = { now: () => Date.now() + 86_400_000 }
    const [here, there] = [open(connect(url), { namespace, clock }), node()]
    const heard = await heardBy(there)
    const { id, handle } = await stored(here)
    await here.deleteById(id)
    await vi.waitFor(() => expect(of(heard, handle)).toEqual(['created', 'deleted']), 5000)
  })

  test('the stream keeps no longer than it must', async () => {
    const here = open(connect(url), { namespace, eventRetention: '30s' })
    await stored(here)
    const ttl = await redis.pttl(stream)
    expect(ttl).toBeGreaterThan(29_000)
    expect(ttl).toBeLessThanOrEqual(30_000)
  })

  test('close() ends at once, though a read waits for news', async () => {
    const here = node()
    await heardBy(here)
    const before = performance.now()
    await here.close()
    expect(performance.now() - before).toBeLessThan(1000)
  })

  test('a large session ends like any other; its state is left out of the stream', async () => {
    const [here, there] = [node(), node()]
    const heard = await heardBy(there)
    const session = here.createSession()
    for (let i = 0; i < 9000; i++) session.setAttribute(`a${i}`, i)
    await here.save(session)
    expect((await there.findById(session.id))?.attributeNames).toHaveLength(9000)
    await here.deleteById(session.id)
    await settled(heard, here)
    expect(of(heard, session.handle)).toEqual(['created', 'deleted'])
  })

  test('what ended while every node was down for long is told without its last state', async () => {
    const { id, handle } = await stored(node())
    await raw.age(id, 3_600_000)
    // Redis removes the hash by itself 300 s after the end.
    await redis.del(`${namespace}:sessions:${id}`)
    const [here, there] = [node(), node()]
    const events: { local: boolean; session: unknown }[] = []
    for (const each of [here, there]) {
      each.on('expired', (event) => events.push({ local: event.local, session: event.session }))
      await each.ready()
    }
    const heard = await heardBy(there)
    await here.cleanUpExpiredSessions()
    await settled(heard, here)
    expect(of(heard, handle)).toEqual(['expired'])
    await vi.waitFor(() => expect(events).toHaveLength(2))
    expect(events.map(({ local }) => local).sort()).toEqual([false, true])
    expect(events.map(({ session }) => session)).toEqual([undefined, undefined])
  })
})

describeWithService(redisExecutable, 'events when the server or the network fails', () => {
  const { server, connect, open } = closedAfterEach()

  describe('an answer that is lost', () => {
    test('does not cost the one who asked its event', async () => {
      const { port } = await server()
      const proxy = await faultProxy({ port })
      const redis = connect(proxy.port, { maxRetriesPerRequest: 0 })
      const [here, there] = [open(redis, { storeTimeout: '500ms' }), open(connect(port))]
      const [heardHere, heardThere] = [await heardBy(here), await heardBy(there)]
      const { id, handle } = await stored(here)
      // The server knows the script, so that the request which is lost is the one that ends.
      await here.deleteById((await stored(here)).id)
      await proxy.setMode({ dropReplyTo: id })
      await expect(here.deleteById(id)).rejects.toMatchObject({ outcome: 'unknown' })
      await vi.waitFor(() => expect(of(heardHere, handle)).toEqual(['created', 'deleted']), 5000)
      await vi.waitFor(() => expect(of(heardThere, handle)).toEqual(['created', 'deleted']), 5000)
      await here.deleteById(id)
      await settled(heardHere, there)
      expect(heardHere.filter((event) => event.handle === handle)).toEqual([
        { type: 'created', handle, local: true },
        { type: 'deleted', handle, local: true },
      ])
      await proxy.close()
    })

    const { remove, removeExpired } = indexedScripts['minute-buckets']
    test.each([
      ['a deletion', 'deleted', remove, (here: Repository, id: string) => here.deleteById(id)],
      ['a sweep', 'expired', removeExpired, (here: Repository) => here.cleanUpExpiredSessions()],
    ] as const)('nor when the client sends %s again', async (_name, kind, { sha }, end) => {
      const { port } = await server()
      const proxy = await faultProxy({ port })
      const shared = { namespace, notifications: 'off' } as const
      const [here, there] = [open(connect(proxy.port), shared), open(connect(port), shared)]
      const [heardHere, heardThere] = [await heardBy(here), await heardBy(there)]
      const { id, handle } = await stored(here)
      // The server knows the script, so that the request which is lost is the one that ends.
      await end(here, (await stored(here)).id)
      if (kind === 'expired') await rawRedis(connect(port), namespace).age(id, 30 * 60_000)
      await proxy.setMode({ dropReplyTo: sha })
      await end(here, id)
      for (const heard of [heardHere, heardThere]) {
        await vi.waitFor(() => expect(of(heard, handle)).toEqual(['created', kind]), 5000)
      }
      await settled(heardHere, there)
      expect(of(heardHere, handle)).toEqual(['created', kind])
      await proxy.close()
    })
  })

  test('a connection that is cut misses nothing, again and again', async () => {
    const { port } = await server()
    const [here, there] = [open(connect(port)), open(connect(port))]
    const admin = connect(port)
    const heard = await heardBy(there)
    const expected: string[] = []
    for (let round = 0; round < 5; round++) {
      await admin.call('CLIENT', 'KILL', 'TYPE', 'normal')
      const { id, handle } = await vi.waitFor(() => stored(here), 5000)
      await vi.waitFor(() => here.deleteById(id), 5000)
      expected.push(handle)
    }
    await vi.waitFor(() => {
      for (const handle of expected) expect(of(heard, handle)).toEqual(['created', 'deleted'])
    }, 5000)
  })

  test('a server that is restarted is heard again', async () => {
    const running = await server()
    const [here, there] = [open(connect(running.port)), open(connect(running.port))]
    const heard = await heardBy(there)
    await settled(heard, here)
    await running.kill('SIGKILL')
    await running.restart()
    const { handle } = await vi.waitFor(() => stored(here), 5000)
    await vi.waitFor(() => expect(of(heard, handle)).toEqual(['created']), 5000)
  })

  test('close() ends at once, though the server is gone', async () => {
    const running = await server()
    const client = createClient({ url: running.url })
    client.on('error', () => undefined)
    await client.connect()
    const nodes = [
      open(connect(running.port)),
      new RedisIndexedSessionRepository<Attributes>(client, { cleanupInterval: false }),
    ]
    for (const node of nodes) await heardBy(node)
    await running.kill('SIGKILL')
    const probe = connect(running.port, { maxRetriesPerRequest: 0 })
    await expect(probe.ping()).rejects.toThrow()
    const before = performance.now()
    for (const node of nodes) await node.close()
    expect(performance.now() - before).toBeLessThan(1000)
    client.destroy()
  })

  test('a half-open connection is noticed, and what it missed is read again', async () => {
    const { port } = await server()
    const proxy = await faultProxy({ port })
    const [here, there] = [open(connect(port)), open(connect(proxy.port))]
    const heard = await heardBy(there)
    await proxy.setMode('hold')
    const { id, handle } = await stored(here)
    await here.deleteById(id)
    await proxy.setMode('cut')
    await proxy.setMode('pass')
    await vi.waitFor(() => expect(of(heard, handle)).toEqual(['created', 'deleted']), 5000)
    await proxy.close()
  })

  describe('a gap', () => {
    /** A node behind a network that fails, and what it says of gaps, among what it hears. */
    async function cutOff() {
      const running = await server()
      const proxy = await faultProxy({ port: running.port })
      const [here, there] = [open(connect(running.port)), open(connect(proxy.port))]
      const heard = await heardBy(there)
      const gaps: { since: Date | undefined; after: number }[] = []
      there.on('gap', ({ since }) => gaps.push({ since, after: heard.length }))
      const cut = async (): Promise<void> => {
        await proxy.setMode('refuse')
        await connect(running.port).call('CLIENT', 'KILL', 'TYPE', 'normal')
      }
      return { running, proxy, here, heard, gaps, cut, admin: connect(running.port) }
    }

    test('is told, with the time of the last event before it, and then what comes after it', async () => {
      const { proxy, here, heard, gaps, cut, admin } = await cutOff()
      await settled(heard, here)
      const before = heard.length
      await cut()
      const lost = await vi.waitFor(() => stored(here), 5000)
      const [[last = ''] = []] = await admin.xrevrange('spring:session:node:events', '+', '-')
      await admin.xtrim('spring:session:node:events', 'MAXLEN', 0)
      await proxy.setMode('pass')
      await settled(heard, here)
      expect(gaps).toHaveLength(1)
      const [gap] = gaps
      expect(gap?.after, 'before any event after it').toBe(before)
      expect(gap?.since?.getTime()).toBeLessThanOrEqual(Number(last.split('-')[0]))
      expect(gap?.since?.getTime()).toBeGreaterThan(Date.now() - 60_000)
      expect(of(heard, lost.handle)).toEqual([])
      await proxy.close()
    })

    test('is none when the stream has it all', async () => {
      const { proxy, here, heard, gaps, cut } = await cutOff()
      await settled(heard, here)
      for (let round = 0; round < 3; round++) {
        await cut()
        const { handle } = await vi.waitFor(() => stored(here), 5000)
        await proxy.setMode('pass')
        await vi.waitFor(() => expect(of(heard, handle)).toEqual(['created']), 5000)
      }
      expect(gaps).toEqual([])
      await proxy.close()
    })

    test('is none for a node that has heard nothing yet', async () => {
      const { proxy, here, heard, gaps, cut } = await cutOff()
      await cut()
      const { handle } = await vi.waitFor(() => stored(here), 5000)
      await proxy.setMode('pass')
      await vi.waitFor(() => expect(of(heard, handle)).toEqual(['created']), 5000)
      expect(gaps).toEqual([])
      await proxy.close()
    })

    test.each(['restarted empty', 'emptied'] as const)(
      'is told when the server was %s, and events after it are heard',
      async (how) => {
        const { running, proxy, here, heard, gaps, cut, admin } = await cutOff()
        await settled(heard, here)
        await cut()
        if (how === 'emptied') await vi.waitFor(() => admin.flushall(), 5000)
        else {
          await running.kill('SIGKILL')
          await running.restart()
        }
        await proxy.setMode('pass')
        await vi.waitFor(() => expect(gaps).toHaveLength(1), 10_000)
        await vi.waitFor(() => settled(heard, here), 5000)
        expect(gaps).toHaveLength(1)
        await proxy.close()
      },
    )
  })

  test('a database that the client selected later is the one whose events are heard', async () => {
    const { port } = await server()
    const [one, two] = [connect(port), connect(port)]
    await Promise.all([one.select(3), two.select(3)])
    const [here, there] = [open(one), open(two)]
    const heard = await heardBy(there)
    await settled(heard, here)
  })

  test('a client that gives up fast does not keep its node from listening', async () => {
    const { port } = await server()
    const redis = connect(port, {
      enableOfflineQueue: true,
      commandTimeout: 100,
      maxRetriesPerRequest: 1,
    })
    const here = open(redis)
    const heard = await heardBy(here)
    const there = open(connect(port))
    await settled(heard, there)
  })
})
