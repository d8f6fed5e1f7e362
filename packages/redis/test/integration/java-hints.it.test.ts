import { jacksonCodec } from '@session/core'
import { describeWithService, redisExecutable } from '@session/testing/services'
import type { Redis } from 'ioredis'
import { createClient } from 'redis'
import { describe, expect, test, vi } from 'vitest'
import { RedisIndexedSessionRepository } from '../../src/index.ts'
import { type Heard, heardBy, settled, typesOf } from '../heard-by.ts'
import { javaPeer } from '../java-peer.ts'
import { type Attributes, closedAfterEach, type Repository } from '../own-redis.ts'
import { rawRedis } from '../raw-redis.ts'

const namespace = 'spring:session'

describeWithService(redisExecutable, 'what a Java service does', () => {
  const { server, connect, open } = closedAfterEach()

  /** Three nodes, and what each of them hears. */
  async function beside(config: readonly string[] = []) {
    const { port, url } = await server({ config })
    const admin = connect(port)
    const nodes = [1, 2, 3].map(() => open(connect(port)))
    const heard = await Promise.all(nodes.map(heardBy))
    const all = async (id: string, types: readonly string[]): Promise<void> => {
      await vi.waitFor(() => {
        for (const each of heard) expect(typesOf(each, id)).toEqual(types)
      }, 5000)
    }
    const java = javaPeer(connect(port), { namespace })
    return { port, url, admin, nodes, heard, all, java }
  }

  type Beside = Awaited<ReturnType<typeof beside>>

  /** A hint waits for at most 400 ms, and for at least 200: three lives later each one is through. */
  async function hintsAreThrough({ java, all }: Beside): Promise<void> {
    for (let life = 0; life < 3; life++) {
      const session = await java.create()
      await java.deleteById(session)
      await all(session.id, ['created', 'deleted'])
    }
  }

  async function expectNoMore(here: Beside, id: string): Promise<void> {
    const { heard } = here
    const before = heard.map((each) => typesOf(each, id))
    await hintsAreThrough(here)
    expect(heard.map((each) => typesOf(each, id))).toEqual(before)
    const ends = heard.flat().filter((event) => event.id === id && event.type !== 'created')
    expect(ends.filter(({ local }) => local)).toHaveLength(1)
  }

  test('create and delete: every node hears of both once, and one of them claims', async () => {
    const here = await beside()
    const { admin, nodes, heard, all, java } = here
    const session = await java.create({ principal: 'ada' })
    await all(session.id, ['created'])
    expect(await admin.zscore(`${namespace}:node:expirations`, session.id)).not.toBeNull()
    await java.deleteById(session)
    await all(session.id, ['created', 'deleted'])
    await expectNoMore(here, session.id)
    for (const { attributes } of heard.flat().filter(({ id }) => id === session.id)) {
      expect(attributes).toMatchObject({ made: 'by Java' })
    }
    const created = heard.flat().filter((e) => e.id === session.id && e.type === 'created')
    expect(created.filter(({ local }) => local)).toHaveLength(1)
    expect((await nodes[0]?.findByPrincipalName('ada'))?.size).toBe(0)
  })

  test('expiry of what only Java wrote is told when it comes, with the last state', async () => {
    const here = await beside()
    const { nodes, heard, all, java } = here
    const session = await java.create({ interval: 1, principal: 'ada' })
    await all(session.id, ['created', 'expired'])
    await expectNoMore(here, session.id)
    const ends = heard.flat().filter((e) => e.id === session.id && e.type === 'expired')
    expect(ends.map(({ attributes }) => attributes?.made)).toEqual(Array(3).fill('by Java'))
    expect((await nodes[0]?.findByPrincipalName('ada'))?.size).toBe(0)
  })

  test('a session that no message was heard of ends with one event all the same', async () => {
    const here = await beside()
    const { all, java, admin } = here
    const session = await java.create()
    await all(session.id, ['created'])
    await admin.zrem(`${namespace}:node:expirations`, session.id)
    await java.deleteById(session)
    await all(session.id, ['created', 'deleted'])
    await expectNoMore(here, session.id)
  })

  test('a new id is told once, with the old one, which does not end', async () => {
    const here = await beside()
    const { admin, nodes, heard, all, java } = here
    const session = await java.create({ principal: 'ada' })
    await all(session.id, ['created'])
    const moved: string[] = []
    nodes[2]?.on('id-changed', ({ sessionId, previousSessionId }) =>
      moved.push(`${previousSessionId} ${sessionId}`),
    )
    const changed = await java.changeId(session)
    await all(changed.id, ['id-changed'])
    expect(moved).toEqual([`${session.id} ${changed.id}`])
    expect(await admin.zrange(`${namespace}:node:expirations`, 0, '-1')).toEqual([changed.id])
    expect([...((await nodes[0]?.findByPrincipalName('ada')) ?? []).keys()]).toEqual([changed.id])
    await java.deleteById(changed)
    await all(changed.id, ['id-changed', 'deleted'])
    await hintsAreThrough(here)
    for (const each of heard) {
      expect(typesOf(each, session.id)).toEqual(['created'])
      expect(typesOf(each, changed.id)).toEqual(['id-changed', 'deleted'])
    }
    expect(await rawRedis(admin, namespace).dump()).not.toContain(session.id)
  })

  test('a new id takes along the indexes that Java does not know', async () => {
    const { port, all, java } = await beside()
    const indexResolver = { resolveIndexesFor: () => new Map([['tenant', 'blue']]) }
    const node = open(connect(port), { indexResolver })
    const session = node.createSession()
    session.setAttribute('name', 'Ada')
    await node.save(session)
    const { id, maxInactiveInterval: interval } = session
    const lastAccessedTime = session.lastAccessedTime.getTime()
    const changed = await java.changeId({ id, interval, lastAccessedTime })
    await all(changed.id, ['id-changed'])
    const found = await node.findByIndexNameAndIndexValue('tenant', 'blue')
    expect([...found.keys()]).toEqual([changed.id])
  })

  test('a new id and then the end, told in that order though both came at once', async () => {
    const { all, java } = await beside()
    const session = await java.create()
    await all(session.id, ['created'])
    const changed = await java.changeId(session)
    await java.deleteById(changed)
    await all(changed.id, ['id-changed', 'deleted'])
  })

  test('a new id that we give sounds the same, and is not told twice', async () => {
    const here = await beside()
    const { nodes, heard, all } = here
    const session = (nodes[0] as Repository).createSession()
    session.setAttribute('name', 'Ada')
    await nodes[0]?.save(session)
    session.changeSessionId()
    await nodes[0]?.save(session)
    await all(session.id, ['id-changed'])
    await hintsAreThrough(here)
    for (const each of heard) expect(typesOf(each, session.id)).toEqual(['id-changed'])
  })

  test('deleted by both sides, it ended once', async () => {
    const here = await beside()
    const { nodes, all, java } = here
    const session = await java.create()
    await all(session.id, ['created'])
    await Promise.all([java.deleteById(session), nodes[1]?.deleteById(session.id)])
    await all(session.id, ['created', 'deleted'])
    await expectNoMore(here, session.id)
  })

  test('leaves no entry of an index behind, though nobody was there when its hash went', async () => {
    const here = await beside()
    const { port, admin, nodes, all, java } = here
    const session = await java.create({ principal: 'ada' })
    await all(session.id, ['created'])
    for (const node of nodes) await node.close()
    await admin.unlink(
      `${namespace}:sessions:${session.id}`,
      `${namespace}:sessions:expires:${session.id}`,
    )
    await admin.zadd(`${namespace}:node:expirations`, Date.now() - 400_000, session.id)
    const node = open(connect(port))
    const heard = await heardBy(node)
    await node.cleanUpExpiredSessions()
    await vi.waitFor(() => expect(typesOf(heard, session.id)).toEqual(['expired']), 5000)
    expect(await admin.keys(`${namespace}:index:*`)).toEqual([])
    expect(await admin.keys(`${namespace}:node:indexes:*`)).toEqual([])
  })

  test('what we end ourselves sounds the same, and is not told twice', async () => {
    const here = await beside()
    const { nodes, all } = here
    const session = (nodes[0] as Repository).createSession()
    session.setAttribute('name', 'Ada')
    await nodes[0]?.save(session)
    await nodes[1]?.deleteById(session.id)
    await all(session.id, ['created', 'deleted'])
    await expectNoMore(here, session.id)
  })

  test('an interval of 0 that we set is an expiry, though its shadow is deleted', async () => {
    const here = await beside()
    const { nodes, all } = here
    const session = (nodes[0] as Repository).createSession()
    session.setAttribute('name', 'Ada')
    await nodes[0]?.save(session)
    session.maxInactiveInterval = 0
    await nodes[0]?.save(session)
    await all(session.id, ['created', 'expired'])
    await expectNoMore(here, session.id)
  })

  test('a shadow that goes while its session lives ends nothing, and comes back', async () => {
    const here = await beside()
    const { admin, nodes, heard, all, java } = here
    const session = await java.create()
    await all(session.id, ['created'])
    const shadow = `${namespace}:sessions:expires:${session.id}`
    await admin.del(shadow)
    await vi.waitFor(async () => expect(await admin.pttl(shadow)).toBeGreaterThan(1_000_000), 5000)
    expect((await nodes[0]?.findById(session.id))?.id).toBe(session.id)
    for (const each of heard) expect(typesOf(each, session.id)).toEqual(['created'])
  })

  test('a session that never ends lives, though Java deletes the shadow of such a one', async () => {
    const here = await beside()
    const { admin, nodes, java, all } = here
    const session = await java.create()
    await all(session.id, ['created'])
    // As 3.5 does: a TTL in the past on the shadow, 299 s on the hash.
    await admin.hmset(`${namespace}:sessions:${session.id}`, { maxInactiveInterval: '-1' })
    await admin.pexpire(`${namespace}:sessions:${session.id}`, 299_000)
    await admin.pexpire(`${namespace}:sessions:expires:${session.id}`, -1000)
    await vi.waitFor(async () => {
      expect(await admin.pttl(`${namespace}:sessions:${session.id}`)).toBe(-1)
    }, 5000)
    expect((await nodes[0]?.findById(session.id))?.maxInactiveInterval).toBe(-1)
  })

  test.each([2, 3] as const)('is heard by a node-redis client too, by RESP%i', async (RESP) => {
    const here = await beside()
    const { url, java } = here
    const client = createClient({ url, RESP })
    await client.connect()
    const node = new RedisIndexedSessionRepository<Attributes>(client, { cleanupInterval: false })
    const heard = await heardBy(node)
    const session = await java.create()
    await vi.waitFor(() => expect(typesOf(heard, session.id)).toEqual(['created']), 5000)
    await java.deleteById(session)
    await vi.waitFor(() => expect(typesOf(heard, session.id)).toEqual(['created', 'deleted']), 5000)
    await node.close()
    client.destroy()
  })

  test.each(['ioredis', 'node-redis'] as const)(
    'is heard again by %s when the connection that listens was cut',
    async (kind) => {
      const { port, url } = await server()
      const client = createClient({ url })
      await client.connect()
      const node = open(kind === 'ioredis' ? connect(port) : client)
      const heard = await heardBy(node)
      const admin = connect(port)
      const java = javaPeer(connect(port), { namespace })
      for (let round = 0; round < 2; round++) {
        await admin.call('CLIENT', 'KILL', 'TYPE', 'pubsub')
        await vi.waitFor(async () => expect(await admin.call('PUBSUB', 'NUMPAT')).toBe(1), 10_000)
        const session = await java.create()
        await java.deleteById(session)
        await vi.waitFor(() => {
          expect(typesOf(heard, session.id)).toEqual(['created', 'deleted'])
        }, 5000)
      }
      await node.close()
      client.destroy()
    },
  )

  test('in another database, or another namespace, is not ours', async () => {
    const here = await beside()
    const { port, admin, heard } = here
    const other = connect(port)
    await other.select(1)
    const wild = await heardBy(open(connect(port), { namespace: 'spring?session' }))
    const elsewhere = [
      javaPeer(other, { namespace, database: 1 }),
      javaPeer(connect(port), { namespace: `${namespace}:sessions` }),
      javaPeer(connect(port), { namespace: 'spring' }),
      javaPeer(connect(port), { namespace: 'spring?session' }),
    ]
    const sessions: string[] = []
    for (const java of elsewhere) {
      const session = await java.create()
      await java.deleteById(session)
      sessions.push(session.id)
    }
    await hintsAreThrough(here)
    expect(await admin.zcard(`${namespace}:node:expirations`)).toBe(0)
    for (const id of sessions) for (const each of heard) expect(typesOf(each, id)).toEqual([])
    // Nor does a namespace with a wildcard hear of more than its own.
    await vi.waitFor(() => {
      expect(wild.map(({ id, type }) => [id, type])).toEqual([
        [sessions.at(-1), 'created'],
        [sessions.at(-1), 'deleted'],
      ])
    }, 5000)
  })

  test('is heard again after the server was restarted and forgot its configuration', async () => {
    const running = await server()
    const node = open(connect(running.port))
    const heard = await heardBy(node)
    await settled(heard, node)
    await running.kill('SIGKILL')
    await running.restart()
    const admin = connect(running.port)
    await vi.waitFor(async () => {
      expect(await admin.config('GET', 'notify-keyspace-events')).toContain('gxE')
      expect(await admin.call('PUBSUB', 'NUMPAT')).toBe(1)
    }, 10_000)
    const java = javaPeer(admin, { namespace })
    const session = await java.create()
    await vi.waitFor(() => expect(typesOf(heard, session.id)).toEqual(['created']), 5000)
    await java.deleteById(session)
    await vi.waitFor(() => expect(typesOf(heard, session.id)).toEqual(['created', 'deleted']), 5000)
  })

  describe('is asked of it in the configuration', () => {
    const settingOf = async (admin: Redis): Promise<string> =>
      ((await admin.config('GET', 'notify-keyspace-events')) as string[])[1] ?? ''

    test.each([
      ['""', 'xgE'],
      ['KA', 'AKE'],
      ['Kl', 'xglKE'],
      ['gxE', 'xgE'],
    ])('%s becomes what has all letters of %s', async (before, after) => {
      const { admin } = await beside([`notify-keyspace-events ${before}`])
      expect([...(await settingOf(admin))].sort()).toEqual([...after].sort())
    })

    test("'off' leaves it alone", async () => {
      const { port } = await server()
      await open(connect(port), { notifications: 'off' }).ready()
      expect(await settingOf(connect(port))).toBe('')
    })
  })
})

describeWithService(redisExecutable, 'a Java service that listens for new sessions', () => {
  const { server, connect, open } = closedAfterEach()

  test('is told of ours, in the map that it makes its event of', async () => {
    const { port } = await server()
    const listener = connect(port)
    const messages: [string, string][] = []
    listener.on('pmessage', (_pattern: string, channel: string, message: string) =>
      messages.push([channel, message]),
    )
    await listener.psubscribe('spring:session:event:2:created:*')
    const redis = connect(port)
    await redis.select(2)
    const repository = open(redis, { codec: jacksonCodec() })
    const heard = await heardBy(repository)
    const session = repository.createSession()
    session.principalName = 'ada'
    session.setAttribute('quote"d', ['é', 1.5, null])
    session.setAttribute('nothing', null)
    await repository.save(session)
    await vi.waitFor(() => expect(messages).toHaveLength(1), 5000)
    const [channel, message] = messages[0] as [string, string]
    expect(channel).toBe(`spring:session:event:2:created:${session.id}`)
    expect(JSON.parse(message)).toEqual({
      '@class': 'java.util.HashMap',
      creationTime: session.creationTime.getTime(),
      lastAccessedTime: session.lastAccessedTime.getTime(),
      maxInactiveInterval: 1800,
      'sessionAttr:org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME':
        'ada',
      'sessionAttr:quote"d': ['java.util.ArrayList', ['é', 1.5, null]],
      'sessionAttr:nothing': null,
      node: 1,
    })
    expect(message).toMatch(/"creationTime":\d{13},/)
    await settled(heard, repository)
    expect(typesOf(heard, session.id)).toEqual(['created'])
  })

  test('is not told in a language that it cannot read', async () => {
    const { port } = await server()
    const listener = connect(port)
    const messages: string[] = []
    listener.on('pmessage', (_pattern: string, channel: string) => messages.push(channel))
    await listener.psubscribe('spring:session:event:*')
    const plain = open(connect(port))
    await settled(await heardBy(plain), plain)
    const typed = open(connect(port), { codec: jacksonCodec() })
    await settled(await heardBy(typed), typed)
    await vi.waitFor(() => expect(messages).toHaveLength(1), 5000)
  })

  test('and may not be told, is no reason not to store', async () => {
    const { port } = await server({
      config: ['user default on nopass ~* resetchannels +@all -config'],
    })
    const repository = open(connect(port), { codec: jacksonCodec() })
    const heard = await heardBy(repository)
    await settled(heard, repository)
    const [{ id }] = heard as [Heard]
    expect((await repository.findById(id))?.id).toBe(id)
  })
})
