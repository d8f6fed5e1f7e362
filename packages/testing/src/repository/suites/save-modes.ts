import type { SaveMode } from '@session/core'
import { describe, expect, test } from 'vitest'
import type { RepositoryContract } from '../repository-contract.ts'
import { noCalls, storeCallsOf } from '../store-calls.ts'
import { attributesOf, bytesOf, found, rawSession, storedSession } from '../stored-session.ts'
import type { AnyAttributes, TestedSession } from '../tested-repository.ts'

/** What is stored when one node uses a session while another one changes three of its attributes. */
type Written = Record<SaveMode, AnyAttributes>

export function describeSaveModes({ open, raw }: RepositoryContract): void {
  /** Whatever our save writes replaces what the other node stored meanwhile. */
  async function saveOver(
    saveMode: SaveMode,
    use: (session: TestedSession) => void,
  ): Promise<AnyAttributes> {
    const [here, there] = [await open({ saveMode }), await open({ saveMode: 'on-set-attribute' })]
    const { id } = await storedSession(here, { word: 'ours', list: ['ours'], unread: 'ours' })
    const ours = await found(here, id)
    const theirs = await found(there, id)
    for (const name of ['word', 'unread']) theirs.setAttribute(name, 'theirs')
    theirs.setAttribute('list', ['theirs'])
    await there.save(theirs)
    use(ours)
    ours.setAttribute('own', 1)
    await here.save(ours)
    return attributesOf(await found(there, id))
  }

  const theirs = { word: 'theirs', list: ['theirs'], unread: 'theirs', own: 1 }
  const cases: [string, (session: TestedSession) => void, Written][] = [
    [
      'another attribute is set',
      () => {},
      {
        'on-change': theirs,
        'on-set-attribute': theirs,
        'on-get-attribute': theirs,
        always: { word: 'ours', list: ['ours'], unread: 'ours', own: 1 },
      },
    ],
    [
      'attributes are read',
      (session) => [session.getAttribute('word'), session.getAttribute('list')],
      {
        'on-change': theirs,
        'on-set-attribute': theirs,
        'on-get-attribute': { ...theirs, word: 'ours', list: ['ours'] },
        always: { word: 'ours', list: ['ours'], unread: 'ours', own: 1 },
      },
    ],
    [
      'an object is read and changed inside',
      (session) => (session.getAttribute('list') as string[]).push('more'),
      {
        'on-change': { ...theirs, list: ['ours', 'more'] },
        'on-set-attribute': theirs,
        'on-get-attribute': { ...theirs, list: ['ours', 'more'] },
        always: { word: 'ours', list: ['ours', 'more'], unread: 'ours', own: 1 },
      },
    ],
    [
      'an attribute is set to what it was',
      (session) => session.setAttribute('word', 'ours'),
      {
        'on-change': { ...theirs, word: 'ours' },
        'on-set-attribute': { ...theirs, word: 'ours' },
        'on-get-attribute': { ...theirs, word: 'ours' },
        always: { word: 'ours', list: ['ours'], unread: 'ours', own: 1 },
      },
    ],
    [
      'an attribute is removed',
      (session) => session.removeAttribute('word'),
      {
        'on-change': { list: ['theirs'], unread: 'theirs', own: 1 },
        'on-set-attribute': { list: ['theirs'], unread: 'theirs', own: 1 },
        'on-get-attribute': { list: ['theirs'], unread: 'theirs', own: 1 },
        always: { list: ['ours'], unread: 'ours', own: 1 },
      },
    ],
  ]

  for (const mode of ['on-change', 'on-set-attribute', 'on-get-attribute', 'always'] as const) {
    describe(`'${mode}' writes exactly its share when`, () => {
      test.each(cases)('%s', async (_name, use, written) => {
        expect(await saveOver(mode, use)).toEqual(written[mode])
      })
    })
  }

  test('a change inside an object is kept without being set again', async () => {
    const repository = await open()
    const saved = await storedSession(repository, { cart: { items: [{ n: 1 }] } })
    const cart = saved.getAttribute('cart') as { items: { n: number }[] }
    cart.items[0]!.n = 2
    await repository.save(saved)
    cart.items.push({ n: 3 })
    await repository.save(saved)
    expect(attributesOf(await found(repository, saved.id))).toEqual({
      cart: { items: [{ n: 2 }, { n: 3 }] },
    })
    expect(await storeCallsOf(raw, () => repository.save(saved))).toEqual(noCalls)
  })

  test('what another writer formatted differently keeps its bytes when it is only read', async () => {
    const repository = await open()
    const { id } = await storedSession(repository, {
      number: 3,
      object: { a: 1, b: 'ä' },
      other: 1,
    })
    await raw.write(id, 'number', '3.0')
    await raw.write(id, 'object', '{ "b": "\\u00e4", "a": 1.0 }')
    const { number, object } = bytesOf(await rawSession(raw, id))
    const session = await found(repository, id)
    expect(session.getAttribute('number')).toBe(3)
    expect(session.getAttribute('object')).toEqual({ a: 1, b: 'ä' })
    session.setAttribute('other', 2)
    await repository.save(session)
    expect(bytesOf(await rawSession(raw, id))).toMatchObject({ number, object })
  })
}
