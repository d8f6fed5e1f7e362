import {
  describeWithService,
  parseRedisUrl,
  redisExecutable,
  redisSentinel,
  startRedisSentinel,
} from '@session/testing/services'
import { Redis } from 'ioredis'
import { createSentinel } from 'redis'
import { createSentinel as createSentinel5 } from 'redis5'
import { afterEach, expect, test, vi } from 'vitest'
import { redisClientOf } from '../../src/client/redis-client-of.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function connected(by: string, url: string, options: { masterPoolSize?: number } = {}) {
  const { nodes, masterName } = parseRedisUrl(url)
  const all = { ...options, name: masterName as string, sentinelRootNodes: [...nodes] }
  const client = by === 'node-redis 5' ? createSentinel5(all) : createSentinel(all)
  client.on('error', () => undefined)
  await client.connect()
  closing.push(() => client.destroy())
  return client
}

describeWithService(redisExecutable, 'when a replica takes over and the master lives on', () => {
  test.each(['node-redis 6', 'node-redis 5'])(
    'what was open by %s leaves it: a read that waits fails, a subscription moves',
    async (by) => {
      const sentinel = await startRedisSentinel()
      closing.push(() => sentinel.stop())
      const [master, replica, one] = [sentinel.master, sentinel.replica, sentinel.sentinels[0]].map(
        (server) => {
          const admin = new Redis(server?.port as number)
          closing.push(() => admin.disconnect())
          return admin
        },
      ) as [Redis, Redis, Redis]
      const client = redisClientOf(await connected(by, sentinel.url))
      const heard: string[] = []
      const subscription = client.listen(['news'], ['weather:*'], (...message) =>
        heard.push(message.join(' ')),
      )
      closing.push(() => subscription.close())
      await subscription.started
      const connection = client.duplicate()
      const waiting = connection.command('text', 'XREAD', 'BLOCK', '0', 'STREAMS', 'events', '$')
      // It waits on the server.
      await vi.waitFor(async () => {
        expect(await master.info('clients')).toContain('blocked_clients:1')
      }, 5000)

      await Promise.all([
        expect(waiting).rejects.toThrow(),
        one.call('SENTINEL', 'FAILOVER', 'mymaster'),
      ])
      await vi.waitFor(async () => {
        expect(await replica.pubsub('NUMSUB', 'news')).toEqual(['news', 1])
        expect(await replica.pubsub('NUMPAT')).toBe(1)
      }, 20_000)
      expect(await master.pubsub('NUMSUB', 'news')).toEqual(['news', 0])
      await replica.publish('news', 'election')
      await replica.publish('weather:paris', 'rain')
      await vi.waitFor(() => expect(heard).toEqual(['news election', 'weather:paris rain']), 5000)

      const next = client.duplicate()
      closing.push(() => next.close())
      expect(await next.command('text', 'ROLE')).toContain('master')
      expect(await client.command('text', 'ROLE')).toContain('master')
      await expect(connection.command('text', 'PING')).rejects.toThrow()

      subscription.close()
      await vi.waitFor(async () => {
        expect(await replica.pubsub('NUMSUB', 'news')).toEqual(['news', 0])
      }, 5000)
    },
    60_000,
  )
})

describeWithService(redisSentinel, 'a Sentinel client that the application uses, too', (url) => {
  test.each(['node-redis 6', 'node-redis 5'])(
    'of %s has its connections back after commands of one moment',
    async (by) => {
      const client = await connected(by, url, { masterPoolSize: 2 })
      const [one, two] = [redisClientOf(client), redisClientOf(client)]
      const replies = await Promise.all([
        one.command('text', 'ECHO', 'a'),
        one.command('text', 'ECHO', 'b'),
        two.command('text', 'ECHO', 'c'),
      ])
      expect(replies).toEqual(['a', 'b', 'c'])
      const leases = await Promise.all([client.acquire(), client.acquire()])
      for (const lease of leases) await lease.release()
    },
  )

  test.each(['node-redis 6', 'node-redis 5'])(
    'of %s closes what was still being opened',
    async (by) => {
      const client = redisClientOf(await connected(by, url))
      const subscription = client.listen(['closed-at-once'], [], () => undefined)
      const connection = client.duplicate()
      subscription.close()
      connection.close()
      connection.close()
      await subscription.started.catch(() => undefined)
      await vi.waitFor(async () => {
        expect(await client.command('text', 'PUBSUB', 'NUMSUB', 'closed-at-once')).toEqual([
          'closed-at-once',
          0,
        ])
      }, 5000)
    },
  )
})
