import { describeWithService, redisExecutable } from '@session/testing/services'
import type { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import { closedAfterEach, type Repository } from '../own-redis.ts'

describeWithService(redisExecutable, 'what a request costs, by the count of the server', () => {
  const { server, connect, open } = closedAfterEach()

  async function prepared(): Promise<{ repository: Repository; admin: Redis }> {
    const { port } = await server()
    const repository = open(connect(port), { touchInterval: 0 })
    await repository.ready()
    // The server knows the scripts from here on.
    const session = repository.createSession()
    session.principalName = 'warm'
    await repository.save(session)
    await repository.findById(session.id, { touch: true })
    await repository.findByPrincipalName('warm')
    session.setAttribute('a', 1)
    await repository.save(session)
    await repository.deleteById(session.id)
    return { repository, admin: connect(port) }
  }

  /** Commands that a client sent. Those that scripts run inside Redis count there too: not here. */
  async function costOf(
    admin: Redis,
    action: () => Promise<unknown>,
  ): Promise<Record<string, number>> {
    await admin.config('RESETSTAT')
    await action()
    const stats = await admin.info('commandstats')
    const cost: Record<string, number> = {}
    for (const [, name = '', calls] of stats.matchAll(/cmdstat_([a-z|]+):calls=(\d+)/g)) {
      if (['evalsha', 'eval', 'smembers'].includes(name)) cost[name] = Number(calls)
    }
    return cost
  }

  async function stored(repository: Repository, principal?: string): Promise<string> {
    const session = repository.createSession()
    session.setAttribute('name', 'Ada')
    session.principalName = principal
    await repository.save(session)
    return session.id
  }

  test('a session that nobody uses costs nothing', async () => {
    const { repository, admin } = await prepared()
    expect(await costOf(admin, async () => repository.createSession())).toEqual({})
  })

  test('a first save, and a read that renews, are one round trip each; a change one more', async () => {
    const { repository, admin } = await prepared()
    let id = ''
    const create = async (): Promise<void> => {
      id = await stored(repository)
    }
    expect(await costOf(admin, create)).toEqual({ evalsha: 1 })
    const read = () => repository.findById(id, { touch: true })
    expect(await costOf(admin, read)).toEqual({ evalsha: 1 })
    const readAndChange = async (): Promise<void> => {
      const session = await repository.findById(id, { touch: true })
      session?.setAttribute('theme', 'dark')
      if (session) await repository.save(session)
    }
    expect(await costOf(admin, readAndChange)).toEqual({ evalsha: 2 })
  })

  test('a save without a change costs nothing', async () => {
    const { repository, admin } = await prepared()
    const session = await repository.findById(await stored(repository))
    expect(await costOf(admin, async () => session && repository.save(session))).toEqual({})
  })

  test('a login with a new id is one save', async () => {
    const { repository, admin } = await prepared()
    const session = await repository.findById(await stored(repository))
    const login = async (): Promise<void> => {
      if (!session) throw new Error('lost')
      session.changeSessionId()
      session.principalName = 'ada'
      await repository.save(session)
    }
    expect((await costOf(admin, login)).evalsha).toBe(1)
  })

  test('a logout is one', async () => {
    const { repository, admin } = await prepared()
    const id = await stored(repository)
    expect((await costOf(admin, () => repository.deleteById(id))).evalsha).toBe(1)
  })

  test.each([
    [0, 0],
    [1, 1],
    [100, 1],
    [101, 2],
  ])(
    'to find %i sessions of a user takes 1 + %i, however many sessions there are',
    async (count, loads) => {
      const { repository, admin } = await prepared()
      for (let i = 0; i < count; i++) await stored(repository, 'ada')
      for (let i = 0; i < 10; i++) await stored(repository, 'bob')
      const find = async (): Promise<void> => {
        expect((await repository.findByPrincipalName('ada')).size).toBe(count)
      }
      const cost = await costOf(admin, find)
      expect(cost.smembers).toBe(1)
      expect(cost.evalsha ?? 0).toBe(loads)
    },
  )
})
