import {
  delegatingIndexResolver,
  PRINCIPAL_NAME_INDEX_NAME,
  principalNameIndexResolver,
} from '@session/core'
import { describe, expect } from 'vitest'
import type { RepositoryContract } from '../repository-contract.ts'
import { attributesOf, expectGone, found, storedSession } from '../stored-session.ts'
import type { IndexedRepository, TestedSession } from '../tested-repository.ts'

const PRINCIPALS = [
  'ada',
  'ada@example.org',
  'a:b',
  'a{b}*c?[d]\\e',
  "x' OR '1'='1",
  '%',
  '_da',
  '$ne',
  'älice 🧵',
  'two words',
  'null',
  'undefined',
  '__proto__',
  'x'.repeat(100),
]

export function describeIndexes({ openIndexed, raw, testNeeding }: RepositoryContract): void {
  const indexed = (
    name: string,
    run: (here: IndexedRepository, there: IndexedRepository) => Promise<void>,
  ): void =>
    testNeeding(['indexes'], name, async () => run(await openIndexed(), await openIndexed()))

  async function loggedIn(repository: IndexedRepository, name: string): Promise<TestedSession> {
    const session = repository.createSession()
    session.principalName = name
    await repository.save(session)
    return session
  }

  const idsOf = async (repository: IndexedRepository, name: string): Promise<string[]> =>
    [...(await repository.findByPrincipalName(name)).keys()].sort()

  indexed('finds the sessions of a principal, whole, on every node', async (here, there) => {
    const mine = [await loggedIn(here, 'ada'), await loggedIn(there, 'ada')]
    mine[0]?.setAttribute('cart', ['tea'])
    await here.save(mine[0] as TestedSession)
    await loggedIn(here, 'bob')
    await storedSession(here)
    for (const node of [here, there]) {
      const sessions = await node.findByPrincipalName('ada')
      expect([...sessions.keys()].sort()).toEqual(mine.map(({ id }) => id).sort())
      const session = sessions.get(mine[0]?.id as string)
      expect(session?.id).toBe(mine[0]?.id)
      expect(session?.principalName).toBe('ada')
      expect(session?.getAttribute('cart')).toEqual(['tea'])
      expect(session?.creationTime).toEqual(mine[0]?.creationTime)
    }
  })

  indexed('a found session can be changed, saved and deleted', async (here, there) => {
    const { id } = await loggedIn(here, 'ada')
    const session = (await there.findByPrincipalName('ada')).get(id) as TestedSession
    session.setAttribute('flagged', true)
    await there.save(session)
    expect((await found(here, id)).getAttribute('flagged')).toBe(true)
    await there.deleteById(session.id)
    expect(await here.findById(id)).toBeUndefined()
  })

  indexed('knows nobody under an unknown principal or an unknown index', async (here) => {
    await loggedIn(here, 'ada')
    expect(await idsOf(here, 'nobody')).toEqual([])
    expect((await here.findByIndexNameAndIndexValue('no such index', 'ada')).size).toBe(0)
    expect((await here.findByIndexNameAndIndexValue(PRINCIPAL_NAME_INDEX_NAME, 'ada')).size).toBe(1)
  })

  describe('the index follows the session when', () => {
    /** On the instance that was saved, and on one that was loaded. */
    const follows = (
      name: string,
      before: string | undefined,
      after: string | undefined,
      change: (session: TestedSession) => void,
    ): void => {
      for (const reload of [false, true]) {
        indexed(`${name}${reload ? ' after a reload' : ''}`, async (here, there) => {
          const saved = here.createSession()
          saved.principalName = before
          await here.save(saved)
          const session = reload ? await found(here, saved.id) : saved
          change(session)
          await here.save(session)
          const holder = after === undefined ? [] : [session.id]
          for (const name of ['ada', 'bob']) {
            expect(await idsOf(there, name), name).toEqual(name === after ? holder : [])
          }
        })
      }
    }
    follows('the principal is set later', undefined, 'ada', (s) => (s.principalName = 'ada'))
    follows('the principal changes', 'ada', 'bob', (s) => (s.principalName = 'bob'))
    follows('the principal is removed', 'ada', undefined, (s) => (s.principalName = undefined))
    follows('the principal stays', 'ada', 'ada', (s) => s.setAttribute('other', 1))
    follows('the same principal is set again', 'ada', 'ada', (s) => (s.principalName = 'ada'))
    follows('the id changes', 'ada', 'ada', (s) => s.changeSessionId())
    follows('id and principal change together', 'ada', 'bob', (s) => {
      s.changeSessionId()
      s.principalName = 'bob'
    })
    follows('the id changes as the principal is removed', 'ada', undefined, (s) => {
      s.principalName = undefined
      s.changeSessionId()
    })
  })

  indexed(
    'a principal that two nodes change is indexed once, as it is stored',
    async (here, there) => {
      for (const last of ['carol', undefined]) {
        const { id } = await loggedIn(here, 'ada')
        const [first, second] = [await found(here, id), await found(there, id)]
        first.principalName = 'bob'
        await here.save(first)
        second.principalName = last
        await there.save(second)
        for (const name of ['ada', 'bob', 'carol']) {
          expect(await idsOf(here, name), name).toEqual(name === last ? [id] : [])
        }
        await here.deleteById(id)
      }
    },
  )

  indexed('a principal that another node set goes along with a new id', async (here, there) => {
    const { id } = await storedSession(here)
    const [anonymous, loggingIn] = [await found(here, id), await found(there, id)]
    loggingIn.principalName = 'ada'
    await there.save(loggingIn)
    const changed = anonymous.changeSessionId()
    await here.save(anonymous)
    expect(await idsOf(there, 'ada')).toEqual([changed])
    expect((await found(there, changed)).principalName).toBe('ada')
  })

  indexed('an ended session is no longer found, and leaves no entry', async (here, there) => {
    const { id } = await loggedIn(here, 'ada')
    await there.deleteById(id)
    expect(await idsOf(here, 'ada')).toEqual([])
    expect(await raw.dump(), 'the index entry must go with the session').not.toContain(id)
  })

  indexed('an expired session is never found', async (here, there) => {
    const { id } = await loggedIn(here, 'ada')
    const alive = await loggedIn(here, 'ada')
    await raw.age(id, 30 * 60_000)
    expect(await idsOf(there, 'ada')).toEqual([alive.id])
  })

  indexed(
    'a principal that is set again is found, though another node removed it',
    async (here, there) => {
      const { id } = await loggedIn(here, 'ada')
      const stale = (await here.findById(id)) as TestedSession
      stale.principalName = 'ada'
      const leaving = (await there.findById(id)) as TestedSession
      leaving.principalName = undefined
      await there.save(leaving)
      expect(await idsOf(there, 'ada')).toEqual([])
      await here.save(stale)
      expect((await there.findById(id))?.principalName).toBe('ada')
      expect(await idsOf(there, 'ada')).toEqual([id])
    },
  )

  indexed('a principal that was not set again stays removed', async (here, there) => {
    const { id } = await loggedIn(here, 'ada')
    const stale = (await here.findById(id)) as TestedSession
    stale.setAttribute('other', 1)
    const leaving = (await there.findById(id)) as TestedSession
    leaving.principalName = undefined
    await there.save(leaving)
    await here.save(stale)
    expect((await there.findById(id))?.principalName).toBeUndefined()
    expect(await idsOf(there, 'ada')).toEqual([])
  })

  indexed('a refused save leaves no entry', async (here, there) => {
    const stale = await storedSession(here)
    await there.deleteById(stale.id)
    stale.principalName = 'ada'
    await expectGone(here.save(stale))
    expect(await idsOf(there, 'ada')).toEqual([])
    expect(await raw.dump()).not.toContain(stale.id)
  })

  indexed('finding renews no access time', async (here) => {
    const { id } = await loggedIn(here, 'ada')
    await raw.age(id, 10 * 60_000)
    const before = await raw.dump()
    attributesOf((await here.findByPrincipalName('ada')).get(id) as TestedSession)
    expect(await raw.dump()).toBe(before)
  })

  indexed('a principal may be any string', async (here, there) => {
    const ids = new Map<string, string>()
    for (const name of PRINCIPALS) ids.set(name, (await loggedIn(here, name)).id)
    for (const name of PRINCIPALS) expect(await idsOf(there, name), name).toEqual([ids.get(name)])
    for (const name of ['*', 'ad', 'ada ', '?', '']) expect(await idsOf(there, name)).toEqual([])
  })

  indexed('a principal that no store could tell from others is refused', async (here, there) => {
    const half = 'ada\ud83e'
    const session = await loggedIn(here, 'ada')
    expect(() => (session.principalName = half)).toThrow(
      expect.objectContaining({ code: 'ATTRIBUTE_NOT_STORABLE' }),
    )
    session.setAttribute(PRINCIPAL_NAME_INDEX_NAME, half)
    await expect(here.save(session)).rejects.toMatchObject({ code: 'ATTRIBUTE_NOT_STORABLE' })
    for (const name of [half, 'ada\ufffd']) expect(await idsOf(there, name)).toEqual([])
    expect(await idsOf(there, 'ada')).toEqual([session.id])
  })

  testNeeding(
    ['indexes', 'exact-text'],
    'principals that look alike are different principals',
    async () => {
      const repository = await openIndexed()
      const alike = ['bob', 'Bob', 'bob ', 'bób']
      const ids = new Map<string, string>()
      for (const name of alike) ids.set(name, (await loggedIn(repository, name)).id)
      for (const name of alike) expect(await idsOf(repository, name), name).toEqual([ids.get(name)])
    },
  )

  testNeeding(['indexes'], 'an index of the application is kept like the principal', async () => {
    const indexResolver = delegatingIndexResolver(principalNameIndexResolver(), {
      resolveIndexesFor: (session) => {
        const team = session.getAttribute('team')
        return new Map(typeof team === 'string' ? [['team', team]] : [])
      },
    })
    const repository = await openIndexed({ indexResolver })
    const session = await loggedIn(repository, 'ada')
    session.setAttribute('team', 'red')
    await repository.save(session)
    const teamOf = async (team: string): Promise<string[]> => [
      ...(await repository.findByIndexNameAndIndexValue('team', team)).keys(),
    ]
    expect(await teamOf('red')).toEqual([session.id])
    session.setAttribute('team', 'blue')
    await repository.save(session)
    expect([await teamOf('red'), await teamOf('blue')]).toEqual([[], [session.id]])
    expect(await idsOf(repository, 'ada')).toEqual([session.id])
  })

  describe('deleteByPrincipalName', () => {
    indexed('ends all sessions of one principal and counts them', async (here, there) => {
      const mine = [await loggedIn(here, 'ada'), await loggedIn(there, 'ada')]
      const other = await loggedIn(here, 'bob')
      expect(await there.deleteByPrincipalName('ada')).toBe(2)
      for (const { id } of mine) expect(await here.findById(id)).toBeUndefined()
      expect(await raw.keys()).toEqual([other.id])
      expect(await there.deleteByPrincipalName('ada')).toBe(0)
    })

    indexed('spares the one session that it is told to', async (here) => {
      const mine = await loggedIn(here, 'ada')
      for (let n = 1; n <= 3; n++) await loggedIn(here, 'ada')
      expect(await here.deleteByPrincipalName('ada', { except: mine.id })).toBe(3)
      expect(await raw.keys()).toEqual([mine.id])
    })

    indexed('counts each session once when two nodes end them at once', async (here, there) => {
      for (let n = 1; n <= 6; n++) await loggedIn(here, 'ada')
      const counts = await Promise.all(
        [here, there, here].map((node) => node.deleteByPrincipalName('ada')),
      )
      expect(counts.reduce((sum, count) => sum + count)).toBe(6)
      expect(await raw.keys()).toEqual([])
    })
  })
}
