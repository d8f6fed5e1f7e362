import { describeWithService, redisExecutable } from '@session/testing/services'
import { afterEach, describe, expect, test } from 'vitest'
import { RedisIndexedSessionRepository, RedisSessionRepository } from '../../src/index.ts'
import { type Attributes, closedAfterEach } from '../own-redis.ts'
import { rawRedis } from '../raw-redis.ts'

/** Commands that take nothing but keys. */
const ALL_KEYS: readonly string[] = ['del', 'exists', 'unlink']
/** Commands without a key. */
const NO_KEY: readonly string[] = ['time']

describeWithService(redisExecutable, 'with declaredKeysOnly', () => {
  const { server, connect, open } = closedAfterEach()
  /** Connected: what a connection says at its beginning would confuse the one that listens to all. */
  const connected = async (port: number): Promise<ReturnType<typeof connect>> => {
    const redis = connect(port)
    await redis.ping()
    return redis
  }
  const closing: (() => unknown)[] = []
  afterEach(() => {
    for (const close of closing.splice(0)) close()
  })

  /** Every command that a script runs, beside the keys that its caller declared. */
  async function undeclaredKeys(
    port: number,
    live: () => Promise<void>,
  ): Promise<{ scripts: number; undeclared: string[] }> {
    const monitor = await (await connected(port)).monitor()
    monitor.on('error', () => undefined)
    closing.push(() => monitor.disconnect())
    const undeclared: string[] = []
    let scripts = 0
    let declared: readonly string[] = []
    const end = 'all has been seen'
    const seen = new Promise<void>((resolve) => {
      monitor.on('monitor', (_time: string, [name = '', ...args]: string[], source: string) => {
        const command = name.toLowerCase()
        if (args[0] === end) resolve()
        if (source !== 'lua') {
          if (!command.startsWith('eval')) return
          scripts++
          declared = args.slice(2, 2 + Number(args[1]))
        } else if (!NO_KEY.includes(command)) {
          const keys = ALL_KEYS.includes(command) ? args : args.slice(0, 1)
          undeclared.push(...keys.filter((key) => !declared.includes(key)))
        }
      })
    })
    await live()
    await connect(port).echo(end)
    await seen
    return { scripts, undeclared }
  }

  describe('no script touches a key that it does not declare', () => {
    test.each([
      ['minute-buckets', 10],
      ['sorted-set', 10],
    ] as const)('of the indexed repository (%s)', async (expirationStore, least) => {
      const { port } = await server()
      const admin = await connected(port)
      const options = { declaredKeysOnly: true, touchInterval: 0, expirationStore } as const
      const repository = open(await connected(port), options)
      const raw = rawRedis(admin, 'spring:session', { spansSlots: true })
      const { scripts, undeclared } = await undeclaredKeys(port, async () => {
        const session = repository.createSession()
        session.principalName = 'ada'
        await repository.save(session)
        await repository.findById(session.id, { touch: true })
        session.principalName = 'bob'
        session.maxInactiveInterval = '3h'
        await repository.save(session)
        session.changeSessionId()
        await repository.save(session)
        expect((await repository.findByPrincipalName('bob')).size).toBe(1)
        await repository.deleteById(session.id)
        await repository.deleteById(session.id)
        const expired = repository.createSession()
        expired.principalName = 'ada'
        await repository.save(expired)
        await raw.age(expired.id, 1_800_000)
        await repository.cleanUpExpiredSessions()
        await admin.hset('spring:session:sessions:abcdefghijklmnopqrst', 'lastAccessedTime', '5')
        await repository.findById('abcdefghijklmnopqrst')
      })
      expect(undeclared).toEqual([])
      expect(scripts).toBeGreaterThan(least)
    })

    test('of the simple repository', async () => {
      const { port } = await server()
      const repository = new RedisSessionRepository<Attributes>(await connected(port), {
        declaredKeysOnly: true,
        touchInterval: 0,
      })
      const { scripts, undeclared } = await undeclaredKeys(port, async () => {
        const session = repository.createSession()
        session.setAttribute('name', 'Ada')
        await repository.save(session)
        await repository.findById(session.id, { touch: true })
        session.changeSessionId()
        await repository.save(session)
        await repository.deleteById(session.id)
      })
      expect(undeclared).toEqual([])
      expect(scripts).toBeGreaterThan(5)
    })
  })

  test('without it, the same way of looking finds keys that are not declared', async () => {
    const { port } = await server()
    const repository = open(await connected(port))
    const { undeclared } = await undeclaredKeys(port, async () => {
      await repository.save(Object.assign(repository.createSession(), { principalName: 'ada' }))
    })
    expect(undeclared.length).toBeGreaterThan(0)
  })

  test.each(['a{b', 'a}b', '{}a', 'a{}b{c}'])(
    'the namespace %s is refused, whose keys would lie anywhere',
    async (namespace) => {
      const redis = connect((await server()).port)
      for (const Repository of [RedisSessionRepository, RedisIndexedSessionRepository]) {
        const make = () => new Repository(redis, { namespace, declaredKeysOnly: true })
        expect(make).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }))
      }
    },
  )
})
