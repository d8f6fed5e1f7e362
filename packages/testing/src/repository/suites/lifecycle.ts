import { describe, expect, test } from 'vitest'
import type { RepositoryContract } from '../repository-contract.ts'
import { noCalls, storeCallsOf } from '../store-calls.ts'
import { attributesOf, expectGone, found, rawSession, storedSession } from '../stored-session.ts'

export function describeLifecycle({ open, raw }: RepositoryContract): void {
  test('creates a session in memory: nothing is stored before it is saved', async () => {
    const repository = await open()
    const calls = await storeCallsOf(raw, async () => repository.createSession())
    expect(calls).toEqual(noCalls)
    expect(await raw.keys()).toEqual([])
  })

  test('a saved session is found by every node, the same in all its parts', async () => {
    const [here, there] = [await open(), await open()]
    const saved = await storedSession(here, { name: 'Ada', cart: [1, 2] })
    for (const node of [here, there]) {
      const session = await found(node, saved.id)
      expect(session.id).toBe(saved.id)
      expect(session.handle).toBe(saved.handle)
      expect(session.creationTime).toEqual(saved.creationTime)
      expect(session.maxInactiveInterval).toBe(saved.maxInactiveInterval)
      expect(attributesOf(session)).toEqual({ name: 'Ada', cart: [1, 2] })
      expect(session.isExpired()).toBe(false)
    }
  })

  test('stores times, interval and attributes where a second reader sees them', async () => {
    const before = Date.now()
    const saved = await storedSession(await open({ maxInactiveInterval: '20m' }), { a: 1 })
    const stored = await rawSession(raw, saved.id)
    expect(stored.creationTime).toBe(saved.creationTime.getTime())
    expect(stored.lastAccessedTime).toBeGreaterThanOrEqual(before - 1000)
    expect(stored.maxInactiveInterval).toBe(1200)
    expect([...stored.attributes.keys()]).toEqual(['a'])
  })

  test('stores a session without attributes', async () => {
    const repository = await open()
    const { id } = await storedSession(repository, {})
    expect(attributesOf(await found(repository, id))).toEqual({})
  })

  test('gives a new session half an hour, or the interval of the options', async () => {
    expect((await open()).createSession().maxInactiveInterval).toBe(1800)
    expect((await open({ maxInactiveInterval: '90s' })).createSession().maxInactiveInterval).toBe(
      90,
    )
  })

  test('keeps an interval that was set on one session', async () => {
    const repository = await open()
    const saved = await storedSession(repository)
    saved.maxInactiveInterval = '2h'
    await repository.save(saved)
    expect((await found(repository, saved.id)).maxInactiveInterval).toBe(7200)
    expect((await rawSession(raw, saved.id)).maxInactiveInterval).toBe(7200)
  })

  test('takes ids from the generator, for new sessions and for new ids', async () => {
    let made = 0
    const idGenerator = (): string => `generated-by-the-test-${++made}`
    const repository = await open({ idGenerator })
    const { id } = await storedSession(repository)
    const again = await found(repository, id)
    expect(again.changeSessionId()).toBe('generated-by-the-test-2')
    await repository.save(again)
    expect(await raw.keys()).toEqual(['generated-by-the-test-2'])
  })

  test('refuses an id that another session has, and leaves that session alone', async () => {
    const idGenerator = (): string => 'the-same-id-again-and-again'
    const repository = await open({ idGenerator })
    await storedSession(repository, { owner: 'first' })
    await expect(
      storedSession(repository, { owner: 'second' }),
      'insert() must answer "taken" and write nothing when the key exists',
    ).rejects.toMatchObject({ code: 'SESSION_ID_TAKEN', outcome: 'not-applied' })
    const session = await found(repository, 'the-same-id-again-and-again')
    expect(attributesOf(session)).toEqual({ owner: 'first' })
  })

  test('keeps sessions apart', async () => {
    const repository = await open()
    const [first, second] = [
      await storedSession(repository, { owner: 'first' }),
      await storedSession(repository, { owner: 'second' }),
    ]
    await repository.deleteById(first.id)
    expect(await repository.findById(first.id)).toBeUndefined()
    expect(attributesOf(await found(repository, second.id))).toEqual({ owner: 'second' })
  })

  test('changes of a found session stay invisible until it is saved', async () => {
    const repository = await open()
    const { id } = await storedSession(repository, { cart: ['tea'] })
    const changed = await found(repository, id)
    ;(changed.attributes.cart as string[]).push('coffee')
    changed.attributes.name = 'Eve'
    changed.maxInactiveInterval = 5
    expect(attributesOf(await found(repository, id))).toEqual({ cart: ['tea'] })
    expect((await found(repository, id)).maxInactiveInterval).toBe(1800)
  })

  test('reading changes nothing in the store', async () => {
    const repository = await open()
    const { id } = await storedSession(repository, { cart: ['tea'], count: 1 })
    const before = await raw.dump()
    attributesOf(await found(repository, id))
    expect(await raw.dump(), 'findById() without touch must not write').toBe(before)
  })

  describe('saving again', () => {
    test('what did not change sends nothing', async () => {
      const repository = await open()
      const saved = await storedSession(repository, { cart: ['tea'] })
      const loaded = await found(repository, saved.id)
      attributesOf(loaded)
      for (const session of [saved, loaded]) {
        expect(await storeCallsOf(raw, () => repository.save(session))).toEqual(noCalls)
      }
      expect(await raw.keys()).toEqual([saved.id])
    })

    test('an ended session that did not change sends nothing, and is no error', async () => {
      const repository = await open()
      const saved = await storedSession(repository)
      await repository.deleteById(saved.id)
      expect(await storeCallsOf(raw, () => repository.save(saved))).toEqual(noCalls)
      expect(await raw.keys()).toEqual([])
    })
  })

  describe('deleting', () => {
    test('ends the session on every node and leaves nothing behind', async () => {
      const [here, there] = [await open(), await open()]
      const session = here.createSession()
      session.principalName = 'ada'
      await here.save(session)
      await there.deleteById(session.id)
      for (const node of [here, there]) expect(await node.findById(session.id)).toBeUndefined()
      expect(await raw.keys()).toEqual([])
      expect(await raw.dump(), 'index entries must go with the session').not.toContain(session.id)
    })

    test('an id twice, or one that never was, is no error', async () => {
      const repository = await open()
      const { id } = await storedSession(repository)
      await repository.deleteById(id)
      await repository.deleteById(id)
      await repository.deleteById(repository.createSession().id)
    })

    test.each([
      ['an attribute', (s) => s.setAttribute('late', 1)],
      ['a removal', (s) => s.removeAttribute('name')],
      ['an interval', (s) => (s.maxInactiveInterval = '5m')],
      ['a new access time', (s) => s.touch()],
      ['a new id', (s) => s.changeSessionId()],
      ['a principal', (s) => (s.principalName = 'ada')],
    ] as [string, (session: Awaited<ReturnType<typeof found>>) => unknown][])(
      'wins over a later save of %s, which stores nothing',
      async (_change, change) => {
        const [here, there] = [await open(), await open()]
        const { id } = await storedSession(here)
        const stale = await found(here, id)
        await there.deleteById(id)
        change(stale)
        await expectGone(here.save(stale))
        expect(await raw.keys(), 'update() must never create').toEqual([])
        expect(await here.findById(id)).toBeUndefined()
        expect(await here.findById(stale.id)).toBeUndefined()
      },
    )
  })

  test('a closed repository refuses every call and keeps the data', async () => {
    const [closed, other] = [await open(), await open()]
    const saved = await storedSession(closed)
    await closed.close?.()
    saved.setAttribute('late', 1)
    const refused = { code: 'REPOSITORY_CLOSED', outcome: 'not-applied' }
    await expect(closed.findById(saved.id)).rejects.toMatchObject(refused)
    await expect(closed.save(saved)).rejects.toMatchObject(refused)
    await expect(closed.deleteById(saved.id)).rejects.toMatchObject(refused)
    expect(attributesOf(await found(other, saved.id))).toEqual({ name: 'Ada' })
    await closed.close?.()
  })
}
