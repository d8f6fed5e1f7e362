import { describeWithService, redisExecutable } from '@session/testing/services'
import { createClient, createClientPool } from 'redis'
import { createClient as createClient5, createClientPool as createClientPool5 } from 'redis5'
import { afterEach, expect, test, vi } from 'vitest'
import { redisClientOf } from '../../src/client/redis-client-of.ts'
import { closedAfterEach } from '../own-redis.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const makers = {
  'a client of node-redis 6': (url: string) => createClient({ url }),
  'a client of node-redis 5': (url: string) => createClient5({ url }),
  'a pool of node-redis 6': (url: string) => createClientPool({ url }),
  'a pool of node-redis 5': (url: string) => createClientPool5({ url }),
}

async function connected(by: string, url: string) {
  const client = makers[by as keyof typeof makers](url)
  client.on('error', () => undefined)
  await client.connect()
  closing.push(() => client.destroy())
  return redisClientOf(client)
}

describeWithService(redisExecutable, 'connections of its own', () => {
  const { server, connect } = closedAfterEach()
  const subscribers = async (port: number): Promise<unknown> => {
    const [, count] = (await connect(port).pubsub('NUMSUB', 'news')) as [string, unknown]
    return count
  }

  test.each(Object.keys(makers))(
    'of %s are closed while they are being opened',
    async (by) => {
      const { port, url } = await server()
      const client = await connected(by, url)
      const subscription = client.listen(['news'], [], () => undefined)
      const connection = client.duplicate()
      const pushed = connection.command('text', 'RPUSH', 'list', 'a')
      for (const { close } of [subscription, connection, connection]) close()
      await Promise.all([
        expect(subscription.started).rejects.toThrow(),
        expect(pushed).rejects.toThrow(),
      ])
      await vi.waitFor(async () => expect(await subscribers(port)).toBe(0), 5000)
      expect(await client.command('text', 'EXISTS', 'list')).toBe(0)
    },
    20_000,
  )

  test.each(Object.keys(makers))(
    'of %s hear again after a restart, and are closed while the server is away',
    async (by) => {
      const own = await server()
      const client = await connected(by, own.url)
      const heard: string[] = []
      const subscription = client.listen(['news'], [], (...message) =>
        heard.push(message.join(' ')),
      )
      await subscription.started
      await own.kill('SIGKILL')
      await own.restart()
      await vi.waitFor(async () => expect(await subscribers(own.port)).toBe(1), 10_000)
      await connect(own.port).publish('news', 'election')
      await vi.waitFor(() => expect(heard).toEqual(['news election']), 5000)
      const waiting = client.duplicate().command('text', 'BLPOP', 'list', '0')
      const other = client.duplicate()
      expect(await other.command('text', 'ECHO', 'a')).toBe('a')
      await Promise.all([expect(waiting).rejects.toThrow(), own.kill('SIGKILL')])
      subscription.close()
      other.close()
      await own.restart()
      expect(await client.command('text', 'ECHO', 'b')).toBe('b')
      await vi.waitFor(async () => expect(await subscribers(own.port)).toBe(0), 5000)
    },
    30_000,
  )
})
