import {
  describeWithService,
  parseRedisUrl,
  redisExecutable,
  startRedisSentinel,
} from '@session/testing/services'
import { Redis } from 'ioredis'
import { Redis as Redis5 } from 'ioredis5'
import { createSentinel } from 'redis'
import { createSentinel as createSentinel5 } from 'redis5'
import { afterEach, expect, test, vi } from 'vitest'
import type { AnyRedisClient } from '../../src/index.ts'
import { confirmedLoad, expectWell } from '../confirmed-load.ts'
import { closedAfterEach } from '../own-redis.ts'
import { stored } from '../watched-node.ts'

describeWithService(redisExecutable, 'a failover by Sentinel', () => {
  const { open } = closedAfterEach()
  const closing: (() => unknown)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })

  const clients: Record<string, (url: string) => Promise<AnyRedisClient>> = {
    'ioredis 6': async (url) => {
      const { nodes, masterName } = parseRedisUrl(url)
      const redis = new Redis({ sentinels: [...nodes], name: masterName as string })
      redis.on('error', () => undefined)
      closing.push(() => redis.disconnect())
      return redis
    },
    'ioredis 5': async (url) => {
      const { nodes, masterName } = parseRedisUrl(url)
      const redis = new Redis5({ sentinels: [...nodes], name: masterName as string })
      redis.on('error', () => undefined)
      closing.push(() => redis.disconnect())
      return redis
    },
    'node-redis 6': async (url) => {
      const { nodes, masterName } = parseRedisUrl(url)
      const client = createSentinel({ name: masterName as string, sentinelRootNodes: [...nodes] })
      client.on('error', () => undefined)
      await client.connect()
      closing.push(() => client.destroy())
      return client
    },
    'node-redis 5': async (url) => {
      const { nodes, masterName } = parseRedisUrl(url)
      const client = createSentinel5({
        name: masterName as string,
        sentinelRootNodes: [...nodes],
        // Else it tries to reach a master that is gone, and asks the sentinels no more.
        nodeClientOptions: { socket: { reconnectStrategy: (retries) => retries < 5 && 50 } },
      })
      client.on('error', () => undefined)
      await client.connect()
      closing.push(() => client.destroy())
      return client
    },
  }

  test.each(Object.keys(clients))(
    'while requests come by %s: errors have codes, what replicas confirmed stays, all is well without a restart',
    async (by) => {
      const sentinel = await startRedisSentinel()
      closing.push(() => sentinel.stop())
      const connect = () => (clients[by] as (typeof clients)[string])(sentinel.url)
      const options = { storeTimeout: '1s' } as const
      const waitForReplicas = { count: 1, timeout: '500ms' } as const
      const careful = open(await connect(), { ...options, waitForReplicas })
      const quick = open(await connect(), options)
      const heard: string[] = []
      quick.on('created', ({ sessionId }) => heard.push(sessionId))
      await quick.ready()

      const load = confirmedLoad(careful)
      try {
        await load.started()
        await sentinel.master.kill('SIGKILL')
        await expectWell(quick)
      } finally {
        await load.stop()
      }

      await load.expectKept(quick)
      // Its connection may find the new master later than the other.
      const last = await vi.waitFor(() => stored(careful), 40_000)
      await vi.waitFor(() => expect(heard).toContain(last.id), 10_000)

      await sentinel.master.restart()
      await expectWell(careful)
    },
    120_000,
  )
})
