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
import { confirmedLoad, expectWell } from '../confirmed-load.ts'
import { closedAfterEach } from '../own-redis.ts'
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

      // The stream and the sweep's entries lie there, and a third of the sessions.
      const admin = connectCluster(url)
      const slot = (await admin.cluster('KEYSLOT', '{spring:session}')) as number
      const at = nodes.findIndex(({ port }) => admin.slots[slot]?.[0]?.endsWith(`:${port}`))
      const [master, replica] = [nodes[at], replicas[at]] as [RunningRedis, RunningRedis]
      const load = confirmedLoad(careful)
      try {
        await load.started()
        await master.kill('SIGKILL')
        if (by === 'node-redis 5') {
          const promoted = connect(replica.port)
          await vi.waitFor(async () => expect(await promoted.role()).toContain('master'), 20_000)
          await master.restart()
        }
        await expectWell(quick)
      } finally {
        await load.stop()
      }

      await load.expectKept(quick)
      const last = await vi.waitFor(() => stored(quick), 20_000)
      await vi.waitFor(() => expect(heard).toContain(last.id), 20_000)

      // Until it is back, as a replica, there is none to wait for.
      await master.restart()
      await expectWell(careful)
      await expectWell(quick)
    },
    180_000,
  )
})
