import { SessionError } from '@session/core'
import {
  describeWithService,
  parseRedisUrl,
  type RunningRedis,
  redisExecutable,
} from '@session/testing/services'
import { Cluster } from 'ioredis'
import { Cluster as Cluster5 } from 'ioredis5'
import { createCluster } from 'redis'
import { createCluster as createCluster5 } from 'redis5'
import { afterEach, expect, test, vi } from 'vitest'
import type { AnyRedisClient } from '../../src/index.ts'
import { closedAfterEach, type Repository } from '../own-redis.ts'
import { stored } from '../watched-node.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const rootNodes = (url: string): { readonly url: string }[] =>
  parseRedisUrl(url).nodes.map(({ host, port }) => ({ url: `redis://${host}:${port}` }))

const clients: Record<string, (url: string) => Promise<AnyRedisClient>> = {
  'ioredis 6': async (url) => {
    const client = new Cluster([...parseRedisUrl(url).nodes])
    client.on('error', () => undefined)
    closing.push(() => client.disconnect())
    return client
  },
  'ioredis 5': async (url) => {
    const client = new Cluster5([...parseRedisUrl(url).nodes])
    client.on('error', () => undefined)
    closing.push(() => client.disconnect())
    return client
  },
  'node-redis 6': async (url) => {
    const client = createCluster({ rootNodes: rootNodes(url) })
    client.on('error', () => undefined)
    await client.connect()
    closing.push(() => client.destroy())
    return client
  },
  'node-redis 5': async (url) => {
    const client = createCluster5({ rootNodes: rootNodes(url) })
    client.on('error', () => undefined)
    await client.connect()
    closing.push(() => client.destroy())
    return client
  },
}

describeWithService(redisExecutable, 'a Cluster whose replica takes over', () => {
  const { cluster, connect, connectCluster, open } = closedAfterEach()

  async function expectWell(repository: Repository): Promise<void> {
    await vi.waitFor(async () => {
      for (let i = 0; i < 10; i++) {
        const session = await stored(repository, 'well')
        expect((await repository.findById(session.id, { touch: true }))?.id).toBe(session.id)
        session.changeSessionId()
        await repository.save(session)
        expect((await repository.findByPrincipalName('well')).has(session.id)).toBe(true)
        await repository.deleteById(session.id)
        expect(await repository.findById(session.id)).toBeUndefined()
      }
    }, 40_000)
  }

  // A Cluster client of node-redis 5 waits for the master that is gone, until that one is back.
  test.each(Object.keys(clients))(
    'while requests come by %s: what replicas confirmed stays, and all is well without a restart',
    async (by) => {
      const { url, nodes, replicas } = await cluster({
        withReplicas: true,
        config: ['cluster-node-timeout 1000'],
      })
      const client = (): Promise<AnyRedisClient> => (clients[by] as (typeof clients)[string])(url)
      const options = { storeTimeout: '1s' } as const
      const waitForReplicas = { count: 1, timeout: '500ms' } as const
      const careful = open(await client(), { ...options, waitForReplicas })
      const quick = open(await client(), options)
      const heard: string[] = []
      quick.on('created', ({ sessionId }) => heard.push(sessionId))
      await quick.ready()

      const deleted: string[] = []
      const moved: { readonly from: string; readonly to: string }[] = []
      const errors: unknown[] = []
      const load = { on: true }
      const busy = async (): Promise<void> => {
        while (load.on) {
          try {
            const [one, two] = [await stored(careful), await stored(careful)]
            await careful.deleteById(one.id)
            deleted.push(one.id)
            const from = two.id
            two.changeSessionId()
            await careful.save(two)
            moved.push({ from, to: two.id })
          } catch (error) {
            errors.push(error)
          }
        }
      }
      // The stream and the sweep's entries lie there, and a third of the sessions.
      const admin = connectCluster(url)
      const slot = (await admin.cluster('KEYSLOT', '{spring:session}')) as number
      const at = nodes.findIndex(({ port }) => admin.slots[slot]?.[0]?.endsWith(`:${port}`))
      const [master, replica] = [nodes[at], replicas[at]] as [RunningRedis, RunningRedis]
      const running = [busy(), busy(), busy()]
      try {
        await vi.waitFor(() => expect(deleted.length).toBeGreaterThan(50), 10_000)
        await master.kill('SIGKILL')
        if (by === 'node-redis 5') {
          const promoted = connect(replica.port)
          await vi.waitFor(async () => expect(await promoted.role()).toContain('master'), 20_000)
          await master.restart()
        }
        await expectWell(quick)
      } finally {
        load.on = false
        await Promise.all(running)
      }

      expect(errors.length).toBeGreaterThan(0)
      for (const error of errors) expect(SessionError.isInstance(error), String(error)).toBe(true)
      for (const id of deleted) expect(await quick.findById(id)).toBeUndefined()
      for (const { from, to } of moved) {
        expect(await quick.findById(from)).toBeUndefined()
        expect((await quick.findById(to))?.getAttribute('name')).toBe('Ada')
      }
      const last = await stored(quick)
      await vi.waitFor(() => expect(heard).toContain(last.id), 20_000)

      // Until it is back, as a replica, there is none to wait for.
      await master.restart()
      await expectWell(careful)
      await expectWell(quick)
    },
    180_000,
  )
})
