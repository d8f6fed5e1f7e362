import { type AsyncMap, MapSessionRepository, type StoredSession } from '@session/core'
import { describe, expect, test } from 'vitest'
import { fakeClock } from '../../../../testing/src/time/fake-clock.ts'

type Attributes = Record<string, unknown>

describe('what a repository in memory is made of', () => {
  test.each([[null], [{}], [[]], ['map'], [{ get: () => {}, set: () => {} }]])(
    'cannot be %j',
    (sessions) => {
      expect(() => new MapSessionRepository(sessions as unknown as AsyncMap)).toThrow(
        expect.objectContaining({
          code: 'INVALID_OPTION',
          message: expect.stringContaining('Pass a Map'),
        }),
      )
    },
  )

  test.each([[0], [-1], [1.5], [Number.NaN], ['10']])('cannot hold %j sessions', (maxSessions) => {
    expect(
      () => new MapSessionRepository(new Map(), { maxSessions: maxSessions as number }),
    ).toThrow(/^maxSessions: .* whole number above 0/)
  })

  test('cannot be bounded when it is an asynchronous map', () => {
    const map = { get: async () => undefined, set: async () => {}, delete: async () => {} }
    expect(() => new MapSessionRepository(map, { maxSessions: 10 })).toThrow(/Only a Map/)
  })

  test('may be left out', async () => {
    const [one, other] = [new MapSessionRepository(), new MapSessionRepository()]
    const session = one.createSession()
    await one.save(session)
    expect(await one.findById(session.id)).toBeDefined()
    expect(await other.findById(session.id)).toBeUndefined()
  })
})

describe('a Map that is full', () => {
  test('refuses one more session, keeps the others working, and has room after an end', async () => {
    const repository = new MapSessionRepository<Attributes>(new Map(), { maxSessions: 2 })
    const [first, second, third] = [1, 2, 3].map(() => repository.createSession())
    await repository.save(first!)
    await repository.save(second!)
    await expect(repository.save(third!)).rejects.toMatchObject({
      code: 'STORE_FULL',
      outcome: 'not-applied',
      retryable: true,
      status: 503,
    })
    first?.setAttribute('a', 1)
    first?.changeSessionId()
    await repository.save(first!)
    await repository.deleteById(second!.id)
    await repository.save(third!)
    expect(await repository.findById(third!.id)).toBeDefined()
  })

  test('makes room by removing what expired, and announces it', async () => {
    const clock = fakeClock()
    const repository = new MapSessionRepository(new Map(), { maxSessions: 1, clock })
    const expired: string[] = []
    repository.on('expired', ({ handle }) => expired.push(handle))
    await repository.ready()
    const old = repository.createSession()
    await repository.save(old)
    clock.advance('30m')
    const fresh = repository.createSession()
    await repository.save(fresh)
    expect(expired).toEqual([old.handle])
    await repository.close()
  })
})

describe('a Map', () => {
  test('forgets an expired session that is asked for', async () => {
    const clock = fakeClock()
    const sessions = new Map<string, StoredSession>()
    const repository = new MapSessionRepository(sessions, { clock })
    const session = repository.createSession()
    await repository.save(session)
    clock.advance('30m')
    expect(await repository.findById(session.id)).toBeUndefined()
    expect(sessions.size).toBe(0)
  })

  test('that holds sessions already is indexed as it is', async () => {
    const written = new Map<string, StoredSession>()
    const writer = new MapSessionRepository(written)
    const session = writer.createSession()
    session.principalName = 'ada'
    await writer.save(session)
    const reader = new MapSessionRepository(new Map(written))
    expect([...(await reader.findByPrincipalName('ada')).keys()]).toEqual([session.id])
  })

  test('holds plain data, so that it may be serialized', async () => {
    const sessions = new Map<string, StoredSession>()
    const repository = new MapSessionRepository<Attributes>(sessions)
    const session = repository.createSession()
    session.setAttribute('at', new Date(0))
    await repository.save(session)
    const copy = new Map(JSON.parse(JSON.stringify([...sessions])) as [string, StoredSession][])
    const found = await new MapSessionRepository<Attributes>(copy).findById(session.id)
    expect(found?.getAttribute('at')).toEqual(new Date(0))
  })
})

describe('an asynchronous map', () => {
  class SlowMap {
    readonly entries = new Map<string, unknown>()
    readonly ttls = new Map<string, number | undefined>()

    async get(key: string): Promise<StoredSession | undefined> {
      return structuredClone(this.entries.get(key)) as StoredSession | undefined
    }

    async set(key: string, value: unknown, ttl?: number): Promise<void> {
      this.entries.set(key, structuredClone(value))
      this.ttls.set(key, ttl)
    }

    async delete(key: string): Promise<void> {
      this.entries.delete(key)
    }
  }

  test('is told how long it must keep a session, as long as no test sets the time', async () => {
    const map = new SlowMap()
    const repository = new MapSessionRepository(map as AsyncMap, { absoluteTimeout: '10m' })
    const session = repository.createSession()
    await repository.save(session)
    const [ttl] = [...map.ttls.values()]
    expect(ttl).toBeGreaterThan(9 * 60_000)
    expect(ttl).toBeLessThanOrEqual(10 * 60_000)
    session.maxInactiveInterval = 'never'
    const forever = new MapSessionRepository(map as AsyncMap, { maxInactiveInterval: 'never' })
    const kept = forever.createSession()
    await forever.save(kept)
    expect(map.ttls.get(`session:${kept.id}`)).toBeUndefined()
  })

  test('without keys() removes nothing by itself, and what expired when it is met', async () => {
    const clock = fakeClock()
    const map = new SlowMap()
    const repository = new MapSessionRepository(map as AsyncMap, { clock })
    const session = repository.createSession()
    session.principalName = 'ada'
    await repository.save(session)
    clock.advance('30m')
    expect(await repository.cleanUpExpiredSessions()).toBe(0)
    expect((await repository.findByPrincipalName('ada')).size).toBe(0)
    expect(map.entries.size).toBe(0)
  })

  test('may forget a session at any time: its index entry leads nowhere and goes', async () => {
    const map = new SlowMap()
    const repository = new MapSessionRepository(map as AsyncMap)
    const session = repository.createSession()
    session.principalName = 'ada'
    await repository.save(session)
    map.entries.delete(`session:${session.id}`)
    expect((await repository.findByPrincipalName('ada')).size).toBe(0)
    expect(map.entries.size).toBe(0)
  })
})
