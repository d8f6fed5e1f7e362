import { expect, test, vi } from 'vitest'
import type { RepositoryContract } from '../repository-contract.ts'
import { attributesOf, expectGone, found, storedSession } from '../stored-session.ts'

export function describeFlushModes({ open, raw }: RepositoryContract): void {
  test("'on-save' sends nothing before the save", async () => {
    const repository = await open()
    const { id } = await storedSession(repository)
    const before = await raw.dump()
    const session = await found(repository, id)
    session.setAttribute('a', 1)
    session.removeAttribute('name')
    session.touch()
    session.maxInactiveInterval = '5m'
    session.changeSessionId()
    expect(await raw.dump()).toBe(before)
  })

  test("'immediate' stores a new session and each change at once", async () => {
    const repository = await open({ flushMode: 'immediate' })
    const session = repository.createSession()
    await vi.waitFor(async () => expect(await raw.keys()).toEqual([session.id]))
    session.setAttribute('a', 1)
    session.maxInactiveInterval = '10m'
    await vi.waitFor(async () => {
      const stored = await raw.read(session.id)
      expect([...(stored?.attributes.keys() ?? [])]).toEqual(['a'])
      expect(stored?.maxInactiveInterval).toBe(600)
    })
    session.removeAttribute('a')
    await vi.waitFor(async () => {
      expect([...((await raw.read(session.id))?.attributes.keys() ?? [])]).toEqual([])
    })
  })

  test("'immediate' stores changes in the order they were made, and save awaits them", async () => {
    const [here, there] = [await open({ flushMode: 'immediate' }), await open()]
    const session = here.createSession()
    for (let n = 1; n <= 20; n++) session.setAttribute('n', n)
    session.setAttribute('gone', 1)
    session.removeAttribute('gone')
    const id = session.changeSessionId()
    session.setAttribute('last', true)
    await here.save(session)
    expect(attributesOf(await found(there, id))).toEqual({ n: 20, last: true })
    expect(await raw.keys()).toEqual([id])
  })

  test("'immediate' gives its error to the next save, and to nobody else", async () => {
    const [here, there] = [await open({ flushMode: 'immediate' }), await open()]
    const { id } = await storedSession(there)
    const session = await found(here, id)
    await there.deleteById(id)
    session.setAttribute('late', 1)
    await expectGone(here.save(session))
    expect(await raw.keys()).toEqual([])
  })
}
