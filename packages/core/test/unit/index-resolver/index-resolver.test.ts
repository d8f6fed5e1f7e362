import {
  delegatingIndexResolver,
  PRINCIPAL_NAME_INDEX_NAME,
  principalNameIndexResolver,
  SPRING_SECURITY_CONTEXT,
} from '@session/core'
import { describe, expect, test } from 'vitest'

const sessionWith = (attributes: Record<string, unknown>) => ({
  getAttribute: (name: string) => attributes[name],
})

const nameIn = (attributes: Record<string, unknown>): string | undefined =>
  principalNameIndexResolver()
    .resolveIndexesFor(sessionWith(attributes))
    .get(PRINCIPAL_NAME_INDEX_NAME)

describe('the name of the principal', () => {
  test('is the indexed attribute', () => {
    expect(nameIn({ [PRINCIPAL_NAME_INDEX_NAME]: 'ada' })).toBe('ada')
    expect(nameIn({ [PRINCIPAL_NAME_INDEX_NAME]: '' })).toBe('')
  })

  test.each([
    ['its name', { authentication: { name: 'ada' } }],
    ['a principal that is a name', { authentication: { principal: 'ada' } }],
    ['a user with a username', { authentication: { principal: { username: 'ada' } } }],
    ['a user with a name', { authentication: { principal: { name: 'ada' } } }],
  ])('is found in a security context by %s', (_how, context) => {
    expect(nameIn({ [SPRING_SECURITY_CONTEXT]: context })).toBe('ada')
  })

  test('is the indexed attribute where both are there', () => {
    const context = { authentication: { name: 'bob' } }
    expect(nameIn({ [PRINCIPAL_NAME_INDEX_NAME]: 'ada', [SPRING_SECURITY_CONTEXT]: context })).toBe(
      'ada',
    )
  })

  test.each([
    ['nothing is there', {}],
    ['it is no string', { [PRINCIPAL_NAME_INDEX_NAME]: 42 }],
    ['it is null', { [PRINCIPAL_NAME_INDEX_NAME]: null }],
    ['the context is empty', { [SPRING_SECURITY_CONTEXT]: {} }],
    ['nobody is authenticated', { [SPRING_SECURITY_CONTEXT]: { authentication: null } }],
    ['the context is a text', { [SPRING_SECURITY_CONTEXT]: 'authentication' }],
    [
      'a name is only inherited',
      { [SPRING_SECURITY_CONTEXT]: { authentication: Object.create({ name: 'ada' }) } },
    ],
  ])('is unknown when %s', (_why, attributes) => {
    const indexes = principalNameIndexResolver().resolveIndexesFor(sessionWith(attributes))
    expect(indexes.size).toBe(0)
  })
})

describe('several resolvers', () => {
  const always = (name: string, value: string) => ({
    resolveIndexesFor: () => new Map([[name, value]]),
  })

  test('answer together', () => {
    const resolver = delegatingIndexResolver(always('a', '1'), always('b', '2'))
    expect([...resolver.resolveIndexesFor(sessionWith({}))]).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
  })

  test('answer with the last where they name one index', () => {
    const resolver = delegatingIndexResolver(always('a', '1'), always('a', '2'))
    expect([...resolver.resolveIndexesFor(sessionWith({}))]).toEqual([['a', '2']])
  })

  test('may be none', () => {
    expect(delegatingIndexResolver().resolveIndexesFor(sessionWith({})).size).toBe(0)
  })
})
