import { expect, test } from 'vitest'
import { fakeClock } from '../../time/fake-clock.ts'
import type { RepositoryContract } from '../repository-contract.ts'
import { found, rawSession, storedSession } from '../stored-session.ts'

const MINUTE = 60_000

export function describeTouch({ open, raw, testNeeding }: RepositoryContract): void {
  /** How long ago the backend says that the session was used. */
  const idle = async (id: string): Promise<number> =>
    Date.now() - (await rawSession(raw, id)).lastAccessedTime

  test('a read with touch renews the access time in the store', async () => {
    const [here, there] = [await open(), await open()]
    const { id } = await storedSession(here)
    await raw.age(id, 20 * MINUTE)
    const session = await found(here, id, { touch: true })
    expect(Date.now() - Number(session.lastAccessedTime)).toBeLessThan(MINUTE)
    expect(await idle(id), 'find(id, true) must store the new time').toBeLessThan(MINUTE)
    await raw.age(id, 20 * MINUTE)
    await found(there, id)
  })

  test('a read without touch renews nothing', async () => {
    const repository = await open()
    const { id } = await storedSession(repository)
    await raw.age(id, 20 * MINUTE)
    const session = await found(repository, id)
    expect(Date.now() - Number(session.lastAccessedTime)).toBeGreaterThanOrEqual(20 * MINUTE)
    expect(await idle(id)).toBeGreaterThanOrEqual(20 * MINUTE)
  })

  test('reads renew at most every touchInterval', async () => {
    const repository = await open({ touchInterval: '10m' })
    const { id } = await storedSession(repository)
    await raw.age(id, 5 * MINUTE)
    await found(repository, id, { touch: true })
    expect(await idle(id)).toBeGreaterThanOrEqual(5 * MINUTE)
    await raw.age(id, 6 * MINUTE)
    await found(repository, id, { touch: true })
    expect(await idle(id)).toBeLessThan(MINUTE)
  })

  test('with touchInterval 0 each read renews', async () => {
    const repository = await open({ touchInterval: 0 })
    const { id } = await storedSession(repository)
    await raw.age(id, 100)
    const before = (await rawSession(raw, id)).lastAccessedTime
    await found(repository, id, { touch: true })
    expect((await rawSession(raw, id)).lastAccessedTime).toBeGreaterThan(before)
  })

  test('a touched session stays as long as it is used', async () => {
    const repository = await open()
    const { id } = await storedSession(repository)
    for (let use = 1; use <= 5; use++) {
      await raw.age(id, 25 * MINUTE)
      await found(repository, id, { touch: true })
    }
  })

  test('touch() is stored with the next save, and is a change of its own', async () => {
    const repository = await open()
    const { id } = await storedSession(repository)
    await raw.age(id, 20 * MINUTE)
    const session = await found(repository, id)
    session.touch()
    await repository.save(session)
    expect(await idle(id)).toBeLessThan(MINUTE)
  })

  test('a save of a session in use renews the access time; one that was only looked up does not', async () => {
    const repository = await open({ touchInterval: '15m' })
    const { id } = await storedSession(repository)
    await raw.age(id, 10 * MINUTE)
    const lookedUp = await found(repository, id)
    lookedUp.setAttribute('flagged', true)
    await repository.save(lookedUp)
    expect(await idle(id)).toBeGreaterThanOrEqual(10 * MINUTE)
    const inUse = await found(repository, id, { touch: true })
    inUse.setAttribute('used', true)
    await repository.save(inUse)
    expect(await idle(id)).toBeLessThan(MINUTE)
  })

  test('an interval and a touch from two nodes both hold', async () => {
    const [here, there] = [await open(), await open()]
    const { id } = await storedSession(here)
    await raw.age(id, 20 * MINUTE)
    const longer = await found(here, id)
    await found(there, id, { touch: true })
    longer.maxInactiveInterval = '1h'
    await here.save(longer)
    const stored = await rawSession(raw, id)
    expect(stored.maxInactiveInterval).toBe(3600)
    expect(Date.now() - stored.lastAccessedTime).toBeLessThan(MINUTE)
    await raw.age(id, 55 * MINUTE)
    await found(here, id)
  })

  testNeeding(
    ['injected-clock'],
    'a node whose clock is behind never moves the access time back',
    async () => {
      const [early, late] = [fakeClock(), fakeClock()]
      late.advance('5m')
      const [behind, ahead] = [
        await open({ clock: early, touchInterval: 0 }),
        await open({ clock: late, touchInterval: 0 }),
      ]
      const { id } = await storedSession(behind)
      await found(ahead, id, { touch: true })
      const session = await found(behind, id, { touch: true })
      session.touch()
      session.setAttribute('a', 1)
      await behind.save(session)
      expect((await rawSession(raw, id)).lastAccessedTime).toBe(late.now())
    },
  )
}
