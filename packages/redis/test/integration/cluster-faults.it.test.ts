import {
  describeWithService,
  type FaultProxy,
  faultProxy,
  parseRedisUrl,
  redisExecutable,
} from '@session/testing/services'
import { Cluster, Redis } from 'ioredis'
import { createCluster } from 'redis'
import { createCluster as createCluster5 } from 'redis5'
import { expect, test, vi } from 'vitest'
import { expectWell } from '../confirmed-load.ts'
import { closedAfterEach, type Repository } from '../own-redis.ts'
import { heardBy, stored } from '../watched-node.ts'

async function moveSlot(
  redis: Cluster,
  nodes: readonly { readonly port: number }[],
  key: string,
): Promise<void> {
  const slot = (await redis.cluster('KEYSLOT', key)) as number
  const owner = redis.slots[slot]?.[0]
  const at = nodes.findIndex(({ port }) => owner?.endsWith(`:${port}`))
  const target = nodes[(at + 1) % nodes.length] as { readonly port: number }
  const all = nodes.map(({ port }) => new Redis(port))
  const [from, to] = [all[at], all[(at + 1) % all.length]] as [Redis, Redis]
  const [fromId, toId] = await Promise.all([from, to].map((one) => one.cluster('MYID')))
  await to.cluster('SETSLOT', slot, 'IMPORTING', String(fromId))
  await from.cluster('SETSLOT', slot, 'MIGRATING', String(toId))
  const keys = (await from.cluster('GETKEYSINSLOT', slot, 1000)) as string[]
  await from.call('MIGRATE', '127.0.0.1', target.port, '', 0, 5000, 'KEYS', ...keys)
  for (const one of [to, from]) await one.cluster('SETSLOT', slot, 'NODE', String(toId))
  for (const one of all) one.disconnect()
}

describeWithService(redisExecutable, 'a Cluster that fails', () => {
  const { cluster, connect, connectCluster, open } = closedAfterEach()

  test('where one server is down, its sessions fail with a code, the others live; and all when it is back', async () => {
    const { url, nodes } = await cluster({ config: ['cluster-require-full-coverage no'] })
    const redis = connectCluster(url)
    const repository = open(redis, { storeTimeout: '1s' })
    const sessions = await Promise.all(Array.from({ length: 30 }, () => stored(repository)))
    const slot = await redis.cluster('KEYSLOT', `spring:session:sessions:${sessions[0]?.id}`)
    const owner = redis.slots[slot as number]?.[0] as string
    const down = nodes.find(({ port }) => owner.endsWith(`:${port}`))
    const isDown = async (id: string): Promise<boolean> =>
      redis.slots[
        (await redis.cluster('KEYSLOT', `spring:session:sessions:${id}`)) as number
      ]?.[0] === owner
    const there: string[] = []
    const lost: string[] = []
    for (const { id } of sessions) ((await isDown(id)) ? lost : there).push(id)
    await down?.kill('SIGKILL')
    const read = await Promise.allSettled(there.map((id) => repository.findById(id)))
    expect(read.map((one) => one.status === 'fulfilled' && one.value?.id)).toEqual(there)
    for (const id of lost.slice(0, 3)) {
      await expect(repository.findById(id)).rejects.toMatchObject({
        code: expect.stringMatching(/^STORE_(UNAVAILABLE|TIMEOUT)$/),
        outcome: 'not-applied',
      })
    }
    await down?.restart()
    await expectWell(repository)
    expect(await repository.findById(lost[0] as string), 'it came back empty').toBeUndefined()
  }, 60_000)

  test('an answer that is lost, of any command, changes nothing and is told once', async () => {
    const { url, nodes } = await cluster()
    const proxies = await Promise.all(nodes.map(({ port }) => faultProxy({ port })))
    const natMap = Object.fromEntries(
      nodes.map(({ port }, i) => [
        `127.0.0.1:${port}`,
        { host: '127.0.0.1', port: (proxies[i] as FaultProxy).port },
      ]),
    )
    const redis = new Cluster([...parseRedisUrl(url).nodes], { natMap })
    redis.on('error', () => undefined)
    const [here, there] = [
      open(redis, { storeTimeout: '20s' }),
      open(connectCluster(url), { storeTimeout: '20s' }),
    ]
    const heard = await heardBy(there)
    // Every server knows every script: an answer to a script is an answer that it ran.
    await expectWell(here)
    const setMode = async (mode: 'pass' | { dropReplyTo: string }): Promise<void> => {
      for (const proxy of proxies) await proxy.setMode(mode)
    }
    // A client that gives up on a connection leaves it open what became of a save: it is repeated.
    const saved = (session: ReturnType<Repository['createSession']>): Promise<void> =>
      here.save(session).catch(async (error: { outcome?: string }) => {
        expect(error.outcome).toBe('unknown')
        await here.save(session)
      })
    const texts = (id: string): string[] => [
      `spring:session:sessions:${id}\r`,
      `spring:session:sessions:expires:${id}`,
      'node:expirations:{',
      ':expirations:1',
      'PRINCIPAL_NAME_INDEX_NAME:',
    ]
    for (let at = 0; at < texts('').length; at++) {
      const lost = (id: string) => setMode({ dropReplyTo: texts(id)[at] as string })
      const session = here.createSession()
      session.principalName = 'bob'
      await lost(session.id)
      await saved(session)
      await lost(session.id)
      session.principalName = 'carol'
      session.maxInactiveInterval = '2h'
      await saved(session)
      const { id, handle } = session
      await lost(id)
      session.changeSessionId()
      await saved(session)
      await setMode('pass')
      expect([...(await there.findByPrincipalName('carol')).keys()]).toEqual([session.id])
      expect((await there.findByPrincipalName('bob')).size).toBe(0)
      expect(await there.findById(id)).toBeUndefined()
      await lost(session.id)
      await here.deleteById(session.id)
      await setMode('pass')
      expect(await there.findById(session.id)).toBeUndefined()
      const end = await stored(here, 'end')
      await vi.waitFor(() => expect(heard.join()).toContain(`created ${end.handle}`), 10_000)
      const mine = heard.filter((line) => line.includes(handle) || line.includes(session.handle))
      expect(mine.map((line) => line.split(' ')[0]).sort(), texts('')[at]).toEqual([
        'created',
        'deleted',
        'id-changed',
      ])
    }
    redis.disconnect()
    for (const proxy of proxies) await proxy.close()
  }, 120_000)

  test('without memory still reads and deletes; what it refuses is not applied', async () => {
    const { url, nodes } = await cluster()
    const repository = open(connectCluster(url), { touchInterval: 0, storeTimeout: '20s' })
    const admins = nodes.map(({ port }) => connect(port))
    const memory = (size: string) =>
      Promise.all(admins.map((admin) => admin.config('SET', 'maxmemory', size)))
    const [changed, moving, deleted] = await Promise.all([
      stored(repository),
      stored(repository),
      stored(repository),
    ])
    const ends: string[] = []
    repository.on('deleted', ({ sessionId }) => ends.push(sessionId))
    await memory('1mb')
    const refused = { code: 'STORE_FULL', outcome: 'not-applied' }
    const created = repository.createSession()
    created.principalName = 'ada'
    await expect(repository.save(created)).rejects.toMatchObject(refused)
    changed.setAttribute('more', 1)
    await expect(repository.save(changed)).rejects.toMatchObject(refused)
    const before = moving.id
    moving.changeSessionId()
    await expect(repository.save(moving)).rejects.toMatchObject(refused)
    expect((await repository.findById(before, { touch: true }))?.id).toBe(before)
    await repository.deleteById(deleted.id)
    expect(await repository.findById(deleted.id)).toBeUndefined()
    expect(ends).toEqual([deleted.id])
    await memory('0')
    for (const session of [created, changed, moving]) await repository.save(session)
    expect((await repository.findByPrincipalName('ada')).size).toBe(3)
    expect(await repository.findById(before)).toBeUndefined()
  }, 60_000)

  test.each(['ioredis', 'node-redis 6', 'node-redis 5'])(
    'events go on after the server of the stream was away, and on another server, by %s',
    async (name) => {
      const { url, nodes } = await cluster()
      const redis = connectCluster(url)
      const rootNodes = nodes.map(({ port }) => ({ url: `redis://127.0.0.1:${port}` }))
      const nodeRedis =
        name === 'node-redis 5' ? createCluster5({ rootNodes }) : createCluster({ rootNodes })
      nodeRedis.on('error', () => undefined)
      if (name !== 'ioredis') await nodeRedis.connect()
      const here = open(redis)
      const there = open(name === 'ioredis' ? connectCluster(url) : nodeRedis)
      const heard = await heardBy(there)
      const first = await stored(here)
      await vi.waitFor(() => expect(heard.join()).toContain(first.handle), 5000)
      const slot = (await redis.cluster('KEYSLOT', '{spring:session}')) as number
      const owner = nodes.find(({ port }) => redis.slots[slot]?.[0]?.endsWith(`:${port}`))
      await owner?.kill('SIGKILL')
      await owner?.restart()
      const second = await vi.waitFor(() => stored(here), 20_000)
      await vi.waitFor(() => expect(heard.join()).toContain(second.handle), 20_000)
      // Its slot goes to another server while a read waits for news.
      await moveSlot(redis, nodes, '{spring:session}')
      const third = await vi.waitFor(() => stored(here), 20_000)
      await vi.waitFor(() => expect(heard.join()).toContain(third.handle), 20_000)
      for (const { handle } of [second, third]) {
        expect(heard.filter((line) => line.includes(handle))).toHaveLength(1)
      }
      await there.close()
      if (name !== 'ioredis') nodeRedis.destroy()
    },
    60_000,
  )

  test('without replicas to wait for, a deletion is done and says so, and an id stays as it was', async () => {
    const { url, nodes } = await cluster()
    const redis = connectCluster(url)
    const options = {
      storeTimeout: '20s',
      waitForReplicas: { count: 1, timeout: '50ms' },
    } as const
    const rootNodes = nodes.map(({ port }) => ({ url: `redis://127.0.0.1:${port}` }))
    const nodeRedis = createCluster({ rootNodes })
    nodeRedis.on('error', () => undefined)
    await nodeRedis.connect()
    const [byIoredis, byNodeRedis] = [open(redis, options), open(nodeRedis, options)]
    for (const repository of [byIoredis, byNodeRedis]) {
      const [deleted, moving] = [await stored(repository), await stored(repository)]
      // Its slot goes to another server, and the clients do not know.
      const key = `spring:session:sessions:${deleted.id}`
      await moveSlot(redis, nodes, key)
      await expect(repository.deleteById(deleted.id)).rejects.toMatchObject({
        driverCode: 'NOREPLICAS',
        outcome: 'applied',
      })
      expect(await repository.findById(deleted.id)).toBeUndefined()
      const before = moving.id
      moving.changeSessionId()
      await expect(repository.save(moving)).rejects.toMatchObject({
        driverCode: 'NOREPLICAS',
        outcome: 'not-applied',
      })
      expect((await repository.findById(before))?.id).toBe(before)
      expect(await repository.findById(moving.id)).toBeUndefined()
      expect([...(await repository.findByPrincipalName('ada')).keys()]).toEqual([before])
      await repository.deleteById(before).catch(() => undefined)
    }
    await byNodeRedis.close()
    nodeRedis.destroy()
  }, 60_000)

  test('while the keys of a session are parted, between two servers, its requests wait', async () => {
    const { url, nodes } = await cluster()
    const nodeRedis = createCluster({
      rootNodes: nodes.map((one) => ({ url: `redis://127.0.0.1:${one.port}` })),
    })
    nodeRedis.on('error', () => undefined)
    await nodeRedis.connect()
    const redis = connectCluster(url)
    for (const repository of [open(redis), open(nodeRedis)]) {
      const session = await stored(repository, 'ada')
      const key = `spring:session:sessions:${session.id}`
      const slot = (await redis.cluster('KEYSLOT', key)) as number
      const at = nodes.findIndex(({ port }) => redis.slots[slot]?.[0]?.endsWith(`:${port}`))
      const [from, to] = [at, (at + 1) % nodes.length].map((i) =>
        connect(nodes[i]?.port as number),
      ) as [ReturnType<typeof connect>, ReturnType<typeof connect>]
      const [fromId, toId] = await Promise.all([from, to].map((one) => one.cluster('MYID')))
      const target = to.options.port as number
      const migrate = (keys: readonly string[]): Promise<unknown> =>
        from.call('MIGRATE', '127.0.0.1', target, '', 0, 5000, 'KEYS', ...keys)
      await to.cluster('SETSLOT', slot, 'IMPORTING', String(fromId))
      await from.cluster('SETSLOT', slot, 'MIGRATING', String(toId))
      await migrate([key])
      session.setAttribute('name', 'Grace')
      const saved = repository.save(session)
      await vi.waitFor(async () => {
        expect(await from.info('errorstats')).toContain('errorstat_TRYAGAIN')
      }, 5000)
      await migrate((await from.cluster('GETKEYSINSLOT', slot, 1000)) as string[])
      for (const one of [to, from]) await one.cluster('SETSLOT', slot, 'NODE', String(toId))
      await saved
      expect((await repository.findById(session.id))?.getAttribute('name')).toBe('Grace')
      await from.config('RESETSTAT')
    }
    nodeRedis.destroy()
  }, 60_000)

  test('while slots move to another server, no request fails and no session is lost', async () => {
    const { url, nodes } = await cluster()
    const options = { storeTimeout: '20s' } as const
    const repository = open(connectCluster(url), options)
    const nodeRedis = createCluster({
      rootNodes: nodes.map((one) => ({ url: `redis://127.0.0.1:${one.port}` })),
    })
    nodeRedis.on('error', () => undefined)
    await nodeRedis.connect()
    const other = open(nodeRedis, options)
    const [from, to] = nodes.map(({ port }) => connect(port)) as [
      ReturnType<typeof connect>,
      ReturnType<typeof connect>,
    ]
    const [fromId, toId] = await Promise.all([from, to].map((one) => one.cluster('MYID')))
    const sessions = await Promise.all(Array.from({ length: 20 }, () => stored(repository)))
    const load = { on: true }
    const busy = [repository, other].map(async (one) => {
      while (load.on) {
        const session = await stored(one, 'load')
        expect((await one.findById(session.id, { touch: true }))?.id).toBe(session.id)
        session.changeSessionId()
        await one.save(session)
        await one.deleteById(session.id)
      }
    })
    const port = nodes[1]?.port as number
    for (let slot = 0; slot < 5461; slot += 1) {
      const keys = (await from.cluster('GETKEYSINSLOT', slot, 1000)) as string[]
      if (keys.length === 0 && slot % 40 !== 0) continue
      await to.cluster('SETSLOT', slot, 'IMPORTING', String(fromId))
      await from.cluster('SETSLOT', slot, 'MIGRATING', String(toId))
      for (let left = keys; left.length > 0; ) {
        await from.call('MIGRATE', '127.0.0.1', port, '', 0, 5000, 'REPLACE', 'KEYS', ...left)
        left = (await from.cluster('GETKEYSINSLOT', slot, 1000)) as string[]
      }
      for (const one of [to, from]) await one.cluster('SETSLOT', slot, 'NODE', String(toId))
    }
    load.on = false
    await Promise.all(busy)
    for (const { id } of sessions) expect((await repository.findById(id))?.id).toBe(id)
    nodeRedis.destroy()
  }, 120_000)
})
