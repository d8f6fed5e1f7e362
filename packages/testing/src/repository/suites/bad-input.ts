import { describe, expect, test } from 'vitest'
import type { RepositoryContract } from '../repository-contract.ts'
import { noCalls, storeCallsOf } from '../store-calls.ts'
import { attributesOf, found, storedSession } from '../stored-session.ts'
import type { TestedSession } from '../tested-repository.ts'

/** What a client can send as an id, through a cookie, a header, a JSON body or a socket. */
const HOSTILE: [string, unknown][] = [
  ['nothing', ''],
  ['blanks', ' '.repeat(36)],
  ['too short', 'a'.repeat(19)],
  ['too long', 'a'.repeat(129)],
  ['enormous', 'a'.repeat(1_000_000)],
  ['a path', '../../../../../etc/passwd'],
  ['SQL', "' OR '1'='1' -- ----------------"],
  ['a pattern', '*'.repeat(36)],
  ['key separators', 'spring:session:sessions:{aaaaaaaa}'],
  ['a NUL', `${'a'.repeat(20)}\0${'a'.repeat(15)}`],
  ['line breaks', `${'a'.repeat(20)}\r\nSet-Cookie: x`],
  ['other letters', 'ä'.repeat(36)],
  ['a percent code', '%00'.repeat(12)],
  ['a reference to nobody', `h~${'a'.repeat(36)}`],
  ['undefined', undefined],
  ['null', null],
  ['a number', 1e36],
  ['an operator object', { $gt: '' }],
  ['a list', ['a'.repeat(36)]],
  ['a disguised string', { length: 36, toString: () => 'a'.repeat(36) }],
]

export function describeBadInput({ open, raw }: RepositoryContract): void {
  describe('an id that nobody can have is found nowhere, and no store is asked', () => {
    test.each(HOSTILE)('%s', async (_name, hostile) => {
      const repository = await open()
      await storedSession(repository)
      const before = await raw.dump()
      const id = hostile as string
      const calls = await storeCallsOf(raw, async () => {
        expect(await repository.findById(id)).toBeUndefined()
        expect(await repository.findById(id, { touch: true })).toBeUndefined()
        await repository.deleteById(id)
      })
      expect(calls, 'malformed ids must not reach the store').toEqual(noCalls)
      expect(await raw.dump()).toBe(before)
    })
  })

  test('an unknown id is found nowhere, and leaves nothing behind', async () => {
    const [here, there] = [await open(), await open()]
    for (const unknown of [there.createSession().id, 'propertyIsEnumerable', '-'.repeat(20)]) {
      expect(await here.findById(unknown)).toBeUndefined()
      expect(await here.findById(unknown, { touch: true })).toBeUndefined()
      await here.deleteById(unknown)
      expect(await raw.dump()).not.toContain(unknown)
    }
    expect(await raw.keys()).toEqual([])
  })

  test('an attribute whose name no store could tell from others is refused', async () => {
    const session = (await open()).createSession()
    expect(() => session.setAttribute('half \ud83e', 1)).toThrow(
      expect.objectContaining({ code: 'ATTRIBUTE_NOT_STORABLE' }),
    )
    expect(session.attributeNames).toEqual([])
  })

  test('a session of another repository is refused, and stored nowhere', async () => {
    const [here, there] = [await open(), await open()]
    const foreign = there.createSession()
    foreign.setAttribute('a', 1)
    await expect(here.save(foreign)).rejects.toMatchObject({ code: 'FOREIGN_SESSION' })
    for (const none of [{ ...foreign }, { id: foreign.id }, undefined, null, 'x']) {
      await expect(here.save(none as unknown as TestedSession)).rejects.toMatchObject({
        code: 'FOREIGN_SESSION',
      })
    }
    expect(await raw.keys()).toEqual([])
    await there.save(foreign)
    expect(attributesOf(await found(here, foreign.id))).toEqual({ a: 1 })
  })

  test('an id generator that makes malformed ids is refused before a session has one', async () => {
    for (const made of ['short', 'white space is not allowed in it', 7, undefined]) {
      const repository = await open({ idGenerator: () => made as string })
      expect(() => repository.createSession()).toThrow(
        expect.objectContaining({
          code: 'INVALID_OPTION',
          message: expect.stringContaining('idGenerator'),
        }),
      )
    }
  })

  test.each([[Number.NaN], [1.5], [2 ** 31], ['soon'], ['30'], [null]])(
    'the interval %s is refused, and the session keeps its own',
    async (interval) => {
      const session = (await open()).createSession()
      expect(() => {
        session.maxInactiveInterval = interval as number
      }).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }))
      expect(session.maxInactiveInterval).toBe(1800)
    },
  )
}
