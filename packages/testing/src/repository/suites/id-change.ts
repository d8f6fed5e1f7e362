import { expect, test } from 'vitest'
import type { RepositoryContract } from '../repository-contract.ts'
import { attributesOf, expectGone, found, rawSession, storedSession } from '../stored-session.ts'

export function describeIdChange({ open, raw }: RepositoryContract): void {
  /** The session is known under this id, and under no other. */
  async function expectOnly(id: string, deadIds: readonly string[]): Promise<void> {
    expect(await raw.keys(), 'one live id, and nothing left under an old one').toEqual([id])
    for (const node of [await open(), await open()]) {
      expect((await found(node, id)).id).toBe(id)
      for (const dead of deadIds) {
        expect(await node.findById(dead), 'the old id must be dead').toBeUndefined()
      }
    }
  }

  test('of a session that is not stored: stored under the new id alone', async () => {
    const repository = await open()
    const session = repository.createSession()
    const before = session.id
    const id = session.changeSessionId()
    expect(session.id).toBe(id)
    await repository.save(session)
    await repository.save(session)
    await expectOnly(id, [before])
  })

  test('keeps data, creation time, interval and principal, and the old id is dead', async () => {
    const repository = await open()
    const session = repository.createSession()
    session.principalName = 'ada'
    session.setAttribute('cart', ['tea'])
    session.maxInactiveInterval = '2h'
    await repository.save(session)
    const before = session.id
    const created = (await rawSession(raw, before)).creationTime
    const id = session.changeSessionId()
    await repository.save(session)
    await expectOnly(id, [before])
    const moved = await found(repository, id)
    expect(moved.principalName).toBe('ada')
    expect(moved.getAttribute('cart')).toEqual(['tea'])
    expect(moved.maxInactiveInterval).toBe(7200)
    expect((await rawSession(raw, id)).creationTime).toBe(created)
  })

  test('works on a found session, and leaves what it did not read as it was', async () => {
    const repository = await open()
    const { id } = await storedSession(repository, { a: 1, b: { c: 2 } })
    const session = await found(repository, id)
    const changed = session.changeSessionId()
    await repository.save(session)
    await expectOnly(changed, [id])
    expect(attributesOf(await found(repository, changed))).toEqual({ a: 1, b: { c: 2 } })
  })

  test('takes other changes along', async () => {
    const repository = await open()
    const { id } = await storedSession(repository, { kept: 1, removed: 1 })
    const session = await found(repository, id)
    session.setAttribute('added', 1)
    session.removeAttribute('removed')
    session.maxInactiveInterval = '10m'
    const changed = session.changeSessionId()
    await repository.save(session)
    await expectOnly(changed, [id])
    const moved = await found(repository, changed)
    expect(attributesOf(moved)).toEqual({ kept: 1, added: 1 })
    expect(moved.maxInactiveInterval).toBe(600)
  })

  test('twice before one save: only the last id ever lives', async () => {
    const repository = await open()
    const session = await storedSession(repository)
    const first = session.id
    const second = session.changeSessionId()
    const third = session.changeSessionId()
    await repository.save(session)
    await expectOnly(third, [first, second])
  })

  test('twice, each saved: only the last id lives', async () => {
    const repository = await open()
    const session = await storedSession(repository, { a: 1 })
    const first = session.id
    const second = session.changeSessionId()
    await repository.save(session)
    const third = session.changeSessionId()
    await repository.save(session)
    await expectOnly(third, [first, second])
    expect(attributesOf(await found(repository, third))).toEqual({ a: 1 })
  })

  test('is not undone by later saves of the same session', async () => {
    const repository = await open()
    const session = await storedSession(repository)
    const before = session.id
    const id = session.changeSessionId()
    await repository.save(session)
    session.setAttribute('later', 1)
    await repository.save(session)
    await expectOnly(id, [before])
    expect((await found(repository, id)).getAttribute('later')).toBe(1)
  })

  test('changes the handle with the id', async () => {
    const repository = await open()
    const session = await storedSession(repository)
    const { handle } = session
    const id = session.changeSessionId()
    expect(session.handle).not.toBe(handle)
    await repository.save(session)
    expect((await found(repository, id)).handle).toBe(session.handle)
  })

  test('a save that still knows the old id is refused, and revives nothing', async () => {
    const [here, there] = [await open(), await open()]
    const { id } = await storedSession(here)
    const [stale, current] = [await found(there, id), await found(here, id)]
    const changed = current.changeSessionId()
    await here.save(current)
    stale.setAttribute('late', 1)
    await expectGone(there.save(stale))
    await expectOnly(changed, [id])
    expect((await found(here, changed)).getAttribute('late')).toBeUndefined()
  })

  test('of two that were made from one id the first saved wins', async () => {
    const [here, there] = [await open(), await open()]
    const { id } = await storedSession(here)
    const [first, second] = [await found(here, id), await found(there, id)]
    first.changeSessionId()
    second.changeSessionId()
    await here.save(first)
    await expectGone(there.save(second))
    await expectOnly(first.id, [id, second.id])
  })
}
