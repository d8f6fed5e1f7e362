import { describeWithService, redisExecutable } from '@session/testing/services'
import { Redis } from 'ioredis'
import { createClient, createClientPool } from 'redis'
import { afterEach, expect, test, vi } from 'vitest'
import {
  type AnyRedisClient,
  RedisIndexedSessionRepository,
  RedisSessionRepository,
} from '../../src/index.ts'
import { type Attributes, closedAfterEach } from '../own-redis.ts'

const patient = {
  waitForReplicas: { count: 1, timeout: '20s' },
  storeTimeout: '25s',
} as const
const hasty = { waitForReplicas: { count: 1, timeout: '100ms' } } as const

describeWithService(redisExecutable, 'with waitForReplicas', () => {
  const { server, connect } = closedAfterEach()
  const closing: (() => unknown)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })

  async function pair() {
    const [master, replica] = [await server(), await server()]
    const [redis, copy] = [connect(master.port), connect(replica.port)]
    await redis.config('SET', 'repl-diskless-sync-delay', '0')
    await copy.call('REPLICAOF', '127.0.0.1', String(master.port))
    await vi.waitFor(async () => {
      expect(await copy.info('replication')).toContain('master_link_status:up')
    }, 20_000)
    return { master, replica, redis, copy }
  }

  const clients: Record<string, (port: number) => Promise<AnyRedisClient>> = {
    ioredis: async (port) => {
      const redis = new Redis(port)
      closing.push(() => redis.disconnect())
      return redis
    },
    'node-redis': async (port) => {
      const client = createClient({ socket: { port } })
      await client.connect()
      closing.push(() => client.destroy())
      return client
    },
    'a pool of node-redis': async (port) => {
      const pool = createClientPool({ socket: { port } })
      await pool.connect()
      closing.push(() => pool.destroy())
      return pool
    },
  }
  const kinds = ['simple', 'indexed', 'indexed, declared keys only'] as const
  const all = kinds.flatMap((kind) => Object.keys(clients).map((name) => [kind, name] as const))

  test.each(all)(
    'what %s (%s) answers is on a replica, or the answer says that it is not',
    async (kind, name) => {
      const { master, replica, redis, copy } = await pair()
      const client = await (clients[name] as (typeof clients)[string])(master.port)
      const open = (waiting: typeof patient | typeof hasty) => {
        const options = { ...waiting, declaredKeysOnly: kind.includes('declared') }
        const repository =
          kind === 'simple'
            ? new RedisSessionRepository<Attributes>(client, options)
            : new RedisIndexedSessionRepository<Attributes>(client, {
                ...options,
                cleanupInterval: false,
              })
        closing.push(() => repository.close())
        return repository
      }
      const [repository, inHaste] = [open(patient), open(hasty)]
      const hash = (id: string): string => `spring:session:sessions:${id}`
      const stored = async (by = repository) => {
        const session = by.createSession()
        session.setAttribute('name', 'Ada')
        await by.save(session)
        return session
      }

      const [kept, moved] = [await stored(), await stored()]
      await repository.deleteById(kept.id)
      expect(await copy.hget(hash(kept.id), 'maxInactiveInterval')).toBe(
        kind === 'simple' ? null : '0',
      )
      const before = moved.id
      moved.changeSessionId()
      await repository.save(moved)
      expect(await copy.exists(hash(before), hash(moved.id))).toBe(1)
      expect(await copy.exists(hash(moved.id))).toBe(1)

      const [deleted, login] = [await stored(inHaste), await stored(inHaste)]
      await replica.kill('SIGSTOP')
      await expect(inHaste.deleteById(deleted.id)).rejects.toMatchObject({
        code: 'STORE_UNAVAILABLE',
        driverCode: 'NOREPLICAS',
        outcome: 'applied',
      })
      expect(await repository.findById(deleted.id)).toBeUndefined()
      const old = login.id
      login.changeSessionId()
      await expect(inHaste.save(login)).rejects.toMatchObject({ driverCode: 'NOREPLICAS' })
      const left = [
        await redis.hget(hash(old), 'ended'),
        await redis.exists(hash(old), hash(login.id)),
      ]
      expect(left, 'there is one session').toEqual([null, 1])

      await replica.kill('SIGCONT')
      await vi.waitFor(() => inHaste.save(login), 10_000)
      expect((await repository.findById(login.id))?.getAttribute('name')).toBe('Ada')
      expect(await repository.findById(old)).toBeUndefined()
    },
    30_000,
  )

  test('a save of attributes waits for nobody', async () => {
    const { port } = await server()
    const repository = new RedisSessionRepository<Attributes>(connect(port), hasty)
    closing.push(() => repository.close())
    const session = repository.createSession()
    session.setAttribute('name', 'Ada')
    await repository.save(session)
    session.setAttribute('name', 'Bob')
    await repository.save(session)
    await expect(repository.deleteById(session.id)).rejects.toMatchObject({ outcome: 'applied' })
  })
})
