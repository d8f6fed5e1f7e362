import { describe, expect, test } from 'vitest'
import { fakeClock } from '../../time/fake-clock.ts'
import type { RepositoryContract } from '../repository-contract.ts'
import { expectGone, found, rawSession, storedSession } from '../stored-session.ts'

const MINUTE = 60_000
const YEAR = 365 * 24 * 60 * MINUTE

export function describeExpiry({ open, raw, testNeeding }: RepositoryContract): void {
  test('a session that was left alone for its interval is not found, on any node', async () => {
    const [here, there] = [await open(), await open()]
    const { id } = await storedSession(here)
    await raw.age(id, 30 * MINUTE)
    for (const node of [here, there]) {
      expect(await node.findById(id), 'find() must never return an expired session').toBeUndefined()
      expect(await node.findById(id, { touch: true })).toBeUndefined()
    }
  })

  test('a session lives until its interval has passed', async () => {
    const repository = await open()
    const { id } = await storedSession(repository)
    await raw.age(id, 29 * MINUTE)
    const session = await found(repository, id)
    expect(session.isExpired()).toBe(false)
    const left = Number(session.expiresAt) - Date.now()
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThanOrEqual(MINUTE)
  })

  test('each session has its own interval', async () => {
    const repository = await open()
    const [short, long] = [await storedSession(repository), await storedSession(repository)]
    short.maxInactiveInterval = '5m'
    long.maxInactiveInterval = '2h'
    await repository.save(short)
    await repository.save(long)
    for (const { id } of [short, long]) await raw.age(id, 6 * MINUTE)
    expect(await repository.findById(short.id)).toBeUndefined()
    await raw.age(long.id, 100 * MINUTE)
    await found(repository, long.id)
  })

  test('a longer interval is counted from the last use, not from when it was set', async () => {
    const repository = await open()
    const { id } = await storedSession(repository)
    await raw.age(id, 20 * MINUTE)
    const session = await found(repository, id)
    session.maxInactiveInterval = '1h'
    await repository.save(session)
    await raw.age(id, 39 * MINUTE)
    await found(repository, id)
    await raw.age(id, 2 * MINUTE)
    expect(await repository.findById(id)).toBeUndefined()
  })

  test.each([
    ['an attribute', (s) => s.setAttribute('late', 1)],
    ['a touch', (s) => s.touch()],
    ['a longer interval', (s) => (s.maxInactiveInterval = 'never')],
    ['a new id', (s) => s.changeSessionId()],
  ] as [string, (session: Awaited<ReturnType<typeof found>>) => unknown][])(
    'an expired session is not revived by a save of %s',
    async (_change, change) => {
      const [here, there] = [await open(), await open()]
      const { id } = await storedSession(here)
      const stale = await found(here, id, { touch: true })
      await raw.age(id, 30 * MINUTE)
      change(stale)
      await expectGone(here.save(stale))
      for (const node of [here, there]) {
        expect(await node.findById(id)).toBeUndefined()
        expect(await node.findById(stale.id)).toBeUndefined()
      }
    },
  )

  test('an expired session can be deleted', async () => {
    const repository = await open()
    const { id } = await storedSession(repository)
    await raw.age(id, 30 * MINUTE)
    await repository.deleteById(id)
    expect(await raw.keys()).toEqual([])
  })

  describe("with the interval 'never'", () => {
    test('a session never expires, however it got there, and can still be deleted', async () => {
      const repository = await open({ maxInactiveInterval: 'never' })
      const [born, later] = [await storedSession(repository), await storedSession(await open())]
      const changed = await found(repository, later.id)
      changed.maxInactiveInterval = 'never'
      await repository.save(changed)
      for (const { id } of [born, later]) {
        await raw.age(id, 10 * YEAR)
        const session = await found(repository, id)
        expect(session.maxInactiveInterval).toBeLessThan(0)
        expect(session.expiresAt).toBeUndefined()
        session.setAttribute('still', 'here')
        await repository.save(session)
        await repository.deleteById(id)
      }
      expect(await raw.keys(), 'a session that never expires must be deletable').toEqual([])
    })

    test('a session takes a finite interval again', async () => {
      const repository = await open({ maxInactiveInterval: 'never' })
      const { id } = await storedSession(repository)
      const session = await found(repository, id)
      session.maxInactiveInterval = '5m'
      await repository.save(session)
      await raw.age(id, 5 * MINUTE)
      expect(await repository.findById(id)).toBeUndefined()
    })
  })

  test('with the interval 0 a session is expired at once', async () => {
    const repository = await open()
    const stored = await storedSession(repository)
    stored.maxInactiveInterval = 0
    expect(stored.isExpired()).toBe(true)
    await repository.save(stored)
    expect(await repository.findById(stored.id)).toBeUndefined()

    const born = repository.createSession()
    born.maxInactiveInterval = '0s'
    await repository.save(born)
    expect(await repository.findById(born.id)).toBeUndefined()
  })

  test('the largest interval does not overflow', async () => {
    const repository = await open()
    const session = repository.createSession()
    session.maxInactiveInterval = 2_147_483_647
    await repository.save(session)
    await raw.age(session.id, 50 * YEAR)
    const loaded = await found(repository, session.id)
    expect(loaded.maxInactiveInterval).toBe(2_147_483_647)
    expect(Number(loaded.expiresAt)).toBeGreaterThan(Date.now())
  })

  describe('with an absolute timeout', () => {
    test('no use extends a session beyond it', async () => {
      const repository = await open({ maxInactiveInterval: '30m', absoluteTimeout: '1h' })
      const { id } = await storedSession(repository)
      for (let use = 1; use <= 2; use++) {
        await raw.age(id, 25 * MINUTE)
        await found(repository, id, { touch: true })
      }
      const session = await found(repository, id, { touch: true })
      expect(Number(session.expiresAt) - Date.now()).toBeLessThanOrEqual(10 * MINUTE)
      await raw.age(id, 10 * MINUTE)
      expect(
        await repository.findById(id),
        'creationTime + absoluteTimeout ends it',
      ).toBeUndefined()
      session.setAttribute('late', 1)
      await expectGone(repository.save(session))
    })

    test('neither a new id nor a new interval extends it', async () => {
      const repository = await open({ absoluteTimeout: '1h' })
      const { id } = await storedSession(repository)
      await raw.age(id, 20 * MINUTE)
      const session = await found(repository, id, { touch: true })
      session.maxInactiveInterval = 'never'
      const changed = session.changeSessionId()
      await repository.save(session)
      await raw.age(changed, 39 * MINUTE)
      await found(repository, changed)
      await raw.age(changed, 2 * MINUTE)
      expect(await repository.findById(changed)).toBeUndefined()
    })

    test('the idle timeout still ends a session before it', async () => {
      const repository = await open({ maxInactiveInterval: '10m', absoluteTimeout: '1h' })
      const { id } = await storedSession(repository)
      await raw.age(id, 10 * MINUTE)
      expect(await repository.findById(id)).toBeUndefined()
    })
  })

  testNeeding(
    ['injected-clock'],
    'expires at its very end, not a millisecond before or after',
    async () => {
      const clock = fakeClock()
      const repository = await open({ clock, maxInactiveInterval: '90s' })
      const { id } = await storedSession(repository)
      clock.advance('89999ms')
      await found(repository, id)
      clock.advance('1ms')
      expect(await repository.findById(id)).toBeUndefined()
    },
  )

  testNeeding(['injected-clock'], 'keeps times to the millisecond', async () => {
    const clock = fakeClock()
    const repository = await open({ clock })
    const { id } = await storedSession(repository)
    const stored = await rawSession(raw, id)
    expect([stored.creationTime, stored.lastAccessedTime]).toEqual([clock.now(), clock.now()])
  })
}
