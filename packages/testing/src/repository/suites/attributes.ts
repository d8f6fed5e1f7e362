import { expect, test } from 'vitest'
import type { RepositoryContract } from '../repository-contract.ts'
import { noCalls, storeCallsOf } from '../store-calls.ts'
import { attributesOf, found, rawSession, storedSession } from '../stored-session.ts'

const VALUES: Record<string, unknown> = {
  'an empty string': '',
  'a long string': 'ä'.repeat(70_000),
  'a string of quotes and controls': `"'\`\\ \n \t %s \u0001`,
  'an emoji and right-to-left text': '🧵 שלום',
  'an unpaired surrogate': '\ud800',
  zero: 0,
  'a fraction': -0.1,
  'the largest safe integer': Number.MAX_SAFE_INTEGER,
  true: true,
  false: false,
  null: null,
  'an empty list': [],
  'an empty object': {},
  'a nested object': { a: [{ b: null }, [1, 'two', false]], 'c.d': { $e: 1 } },
  'a date': new Date(1_700_000_000_123),
  'a map': new Map([['a', new Set([1, 2])]]),
  'a big integer': 2n ** 80n,
  bytes: new Uint8Array([0, 1, 127, 128, 255]),
}

const NAMES = [
  '',
  'a.b',
  '$set',
  'sessionAttr:a',
  'a:b{c}*[d]?',
  '__proto__',
  'constructor',
  'toString',
  'length',
  'creationTime',
  "'; DROP TABLE x; --",
  'ä 🧵',
  'x'.repeat(200),
]

export function describeAttributes({ open, raw, testNeeding }: RepositoryContract): void {
  test.each(Object.keys(VALUES))('brings %s back as it was', async (name) => {
    const [here, there] = [await open(), await open()]
    const { id } = await storedSession(here, { value: VALUES[name] })
    expect((await found(there, id)).getAttribute('value')).toEqual(VALUES[name])
  })

  test('an attribute may have any name', async () => {
    const [here, there] = [await open(), await open()]
    const session = here.createSession()
    for (const [index, name] of NAMES.entries()) session.setAttribute(name, index)
    await here.save(session)
    const loaded = await found(there, session.id)
    expect([...loaded.attributeNames].sort()).toEqual([...NAMES].sort())
    for (const [index, name] of NAMES.entries()) expect(loaded.getAttribute(name), name).toBe(index)
    for (const name of NAMES) loaded.removeAttribute(name)
    await there.save(loaded)
    expect((await found(here, session.id)).attributeNames).toEqual([])
  })

  testNeeding(
    ['exact-text'],
    'names that differ only in case, accents or blanks are different names',
    async () => {
      const repository = await open()
      const attributes = { theme: 1, Theme: 2, thème: 3, 'theme ': 4 }
      const { id } = await storedSession(repository, attributes)
      expect(attributesOf(await found(repository, id))).toEqual(attributes)
    },
  )

  test('a session holds many attributes', async () => {
    const repository = await open()
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`a${n}`, n]))
    const { id } = await storedSession(repository, many)
    expect(attributesOf(await found(repository, id))).toEqual(many)
  })

  test('a later save adds, replaces and removes, and keeps the rest', async () => {
    const [here, there] = [await open(), await open()]
    const { id } = await storedSession(here, { kept: 'k', replaced: 'old', removed: 'r' })
    const session = await found(here, id)
    session.attributes.added = 'a'
    session.attributes.replaced = 'new'
    delete session.attributes.removed
    await here.save(session)
    const expected = { kept: 'k', replaced: 'new', added: 'a' }
    expect(attributesOf(await found(there, id))).toEqual(expected)
    expect([...(await rawSession(raw, id)).attributes.keys()].sort()).toEqual(
      Object.keys(expected).sort(),
    )
  })

  test('an attribute that is set to undefined is gone, and so is its name', async () => {
    const repository = await open()
    const { id } = await storedSession(repository, { a: 1, b: 2 })
    const session = await found(repository, id)
    session.setAttribute('a', undefined)
    await repository.save(session)
    expect(attributesOf(await found(repository, id))).toEqual({ b: 2 })
    expect('a' in (await found(repository, id)).attributes).toBe(false)
  })

  test('of several changes before a save the last one counts', async () => {
    const repository = await open()
    const { id } = await storedSession(repository, { a: 0, b: 0, c: 0 })
    const session = await found(repository, id)
    session.setAttribute('a', 1)
    session.setAttribute('a', 2)
    session.setAttribute('b', 1)
    session.removeAttribute('b')
    session.removeAttribute('c')
    session.setAttribute('c', 3)
    session.setAttribute('d', 1)
    session.removeAttribute('d')
    await repository.save(session)
    expect(attributesOf(await found(repository, id))).toEqual({ a: 2, c: 3 })
  })

  test('removing what is not there sends nothing', async () => {
    const repository = await open()
    const { id } = await storedSession(repository)
    const session = await found(repository, id)
    session.removeAttribute('missing')
    expect(await storeCallsOf(raw, () => repository.save(session))).toEqual(noCalls)
  })

  test('a removed attribute can come back', async () => {
    const repository = await open()
    const saved = await storedSession(repository, { a: 1 })
    saved.removeAttribute('a')
    await repository.save(saved)
    saved.setAttribute('a', 2)
    await repository.save(saved)
    expect(attributesOf(await found(repository, saved.id))).toEqual({ a: 2 })
  })

  test('what cannot be stored is refused where it is set, and stores nothing', async () => {
    const repository = await open()
    const saved = await storedSession(repository)
    expect(() => saved.setAttribute('callback', () => {})).toThrow(
      expect.objectContaining({ code: 'ATTRIBUTE_NOT_STORABLE', attribute: 'callback' }),
    )
    expect(saved.attributeNames).toEqual(['name'])
    expect(await storeCallsOf(raw, () => repository.save(saved))).toEqual(noCalls)
  })

  test('a required attribute that is missing is named by its error', async () => {
    const repository = await open()
    const { id } = await storedSession(repository, { a: 1 })
    const session = await found(repository, id)
    expect(session.getRequiredAttribute('a')).toBe(1)
    expect(() => session.getRequiredAttribute('b')).toThrow(
      expect.objectContaining({
        code: 'MISSING_ATTRIBUTE',
        message: expect.stringContaining("'b'"),
      }),
    )
  })
}
