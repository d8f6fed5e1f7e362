import { describe, expect } from 'vitest'
import type { Capability } from '../capabilities.ts'
import type { RepositoryContract } from '../repository-contract.ts'
import { attributesOf, expectGone, found, storedSession } from '../stored-session.ts'
import type { TestedOptions, TestedRepository, TestedSession } from '../tested-repository.ts'

/** Races are run several times: they may go well once. */
const ROUNDS = 8

export function describeConcurrency(contract: RepositoryContract): void {
  const { open, openElsewhere } = contract
  describe('between two nodes', () => describeRaces(contract, open, []))
  describe('between two processes', () => {
    describeRaces(contract, openElsewhere, ['atomic-across-processes'])
  })
}

function describeRaces(
  { raw, open, testNeeding }: RepositoryContract,
  openOther: (options?: TestedOptions) => Promise<TestedRepository>,
  needed: readonly Capability[],
): void {
  const race = (
    name: string,
    run: (here: TestedRepository, there: TestedRepository) => Promise<void>,
  ): void =>
    testNeeding(needed, name, async () => {
      const [here, there] = [await open(), await openOther()]
      for (let round = 1; round <= ROUNDS; round++) {
        await run(here, there)
        await raw.clear()
      }
    })

  race('disjoint attributes that two requests write both survive', async (here, there) => {
    const { id } = await storedSession(here, {})
    const [a, b] = [await found(here, id), await found(there, id)]
    a.setAttribute('a', 1)
    b.setAttribute('b', 2)
    await Promise.all([here.save(a), there.save(b)])
    expect(
      attributesOf(await found(here, id)),
      'a save must write its delta, not the session',
    ).toEqual({ a: 1, b: 2 })
  })

  race(
    'twenty requests at once that each set their own attribute keep all twenty',
    async (here, there) => {
      const { id } = await storedSession(here, {})
      await Promise.all(
        Array.from({ length: 20 }, async (_, n) => {
          const node = n % 2 === 0 ? here : there
          const session = await found(node, id, { touch: true })
          session.setAttribute(`a${n}`, n)
          await node.save(session)
        }),
      )
      expect((await found(there, id)).attributeNames).toHaveLength(20)
    },
  )

  race(
    'of two writes to one attribute one wins whole, and all agree which',
    async (here, there) => {
      const { id } = await storedSession(here, { list: [] })
      const [a, b] = [await found(here, id), await found(there, id)]
      a.setAttribute('list', ['a', 'a'])
      b.setAttribute('list', ['b', 'b'])
      await Promise.all([here.save(a), there.save(b)])
      const [seenHere, seenThere] = [await found(here, id), await found(there, id)]
      expect([
        ['a', 'a'],
        ['b', 'b'],
      ]).toContainEqual(seenHere.getAttribute('list'))
      expect(seenThere.getAttribute('list')).toEqual(seenHere.getAttribute('list'))
    },
  )

  race('a removal and a write of another attribute both take effect', async (here, there) => {
    const { id } = await storedSession(here, { a: 1 })
    const [a, b] = [await found(here, id), await found(there, id)]
    a.removeAttribute('a')
    b.setAttribute('b', 2)
    await Promise.all([here.save(a), there.save(b)])
    expect(attributesOf(await found(here, id))).toEqual({ b: 2 })
  })

  race(
    'a first write of one attribute by two requests at once is no error',
    async (here, there) => {
      const { id } = await storedSession(here, {})
      const [a, b] = [await found(here, id), await found(there, id)]
      a.setAttribute('new', 'a')
      b.setAttribute('new', 'b')
      await Promise.all([here.save(a), there.save(b)])
      expect(['a', 'b']).toContain((await found(here, id)).getAttribute('new'))
    },
  )

  race('a delete during a save ends the session', async (here, there) => {
    const { id } = await storedSession(here)
    const session = await found(here, id)
    session.setAttribute('late', 1)
    const save = here.save(session).catch((error: unknown) => error)
    await Promise.all([save, there.deleteById(id)])
    expect([undefined, 'SESSION_GONE']).toContain(codeOf(await save))
    expect(await here.findById(id), 'a logout must stay a logout').toBeUndefined()
    expect(await raw.keys()).toEqual([])
  })

  race('a delete during touching reads ends the session', async (here, there) => {
    const { id } = await storedSession(here)
    await raw.age(id, 60_000)
    await Promise.all([
      here.findById(id, { touch: true }),
      there.deleteById(id),
      here.findById(id, { touch: true }),
    ])
    expect(await raw.keys(), 'a touch must never create').toEqual([])
  })

  race('of two id changes at once one wins, and one id lives', async (here, there) => {
    const { id } = await storedSession(here, { a: 1 })
    const [first, second] = [await found(here, id), await found(there, id)]
    first.changeSessionId()
    second.changeSessionId()
    const results = await Promise.allSettled([here.save(first), there.save(second)])
    const failed = results.filter((result) => result.status === 'rejected')
    expect(failed.map(({ reason }) => codeOf(reason))).toEqual(['SESSION_GONE'])
    const winner = results[0].status === 'fulfilled' ? first : second
    expect(await raw.keys()).toEqual([winner.id])
    expect(attributesOf(await found(here, winner.id))).toEqual({ a: 1 })
  })

  race('an id change and a save at once leave one live id', async (here, there) => {
    const { id } = await storedSession(here, { a: 1 })
    const [moved, written] = [await found(here, id), await found(there, id)]
    moved.changeSessionId()
    written.setAttribute('b', 2)
    const save = there.save(written).catch((error: unknown) => error)
    await Promise.all([here.save(moved), save])
    const stored = codeOf(await save) === undefined ? { a: 1, b: 2 } : { a: 1 }
    expect(await raw.keys()).toEqual([moved.id])
    expect(attributesOf(await found(here, moved.id))).toEqual(stored)
  })

  race('an id change and a delete at once never leave the old id alive', async (here, there) => {
    const { id } = await storedSession(here)
    const session = await found(here, id)
    session.changeSessionId()
    const save = here.save(session).catch((error: unknown) => error)
    await Promise.all([save, there.deleteById(id)])
    const moved = codeOf(await save) === undefined
    expect(await raw.keys()).toEqual(moved ? [session.id] : [])
    expect(await there.findById(id)).toBeUndefined()
  })

  race('one of many deletes at once is enough, and none of them fails', async (here, there) => {
    const { id } = await storedSession(here)
    await Promise.all([here, there, here, there].map((node) => node.deleteById(id)))
    expect(await raw.keys()).toEqual([])
  })

  race(
    'saves of one session that overlap leave in the order they were made',
    async (here, there) => {
      const session: TestedSession = here.createSession()
      const saves: Promise<void>[] = []
      for (let n = 1; n <= 5; n++) {
        session.setAttribute('n', n)
        saves.push(here.save(session))
      }
      await Promise.all(saves)
      expect((await found(there, session.id)).getAttribute('n')).toBe(5)
      await there.deleteById(session.id)
      session.setAttribute('n', 6)
      await expectGone(here.save(session))
    },
  )
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : error
