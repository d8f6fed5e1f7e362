import { PRINCIPAL_NAME_INDEX_NAME } from '@session/core'
import { describe, expect, test } from 'vitest'
import {
  checkAttributeName,
  checkId,
  checkIndex,
  checkJson,
  isPrincipal,
} from '../../../src/rows/column-limits.ts'

const notStorable = (attribute: string) =>
  expect.objectContaining({ code: 'ATTRIBUTE_NOT_STORABLE', attribute })

test('an id has at most 36 characters, and no error shows it', () => {
  checkId('a'.repeat(36))
  expect(() => checkId('a'.repeat(37))).toThrow(
    expect.objectContaining({
      code: 'INVALID_OPTION',
      message: expect.not.stringContaining('aaa'),
    }),
  )
})

test.each([['x'.repeat(201)], ['🧵'.repeat(201)], ['a\0b'], ['a\ud800']])(
  'an attribute name that does not fit is refused, by name',
  (name) => {
    expect(() => checkAttributeName(name)).toThrow(notStorable(name))
  },
)

test('characters are counted, not UTF-16 units', () => {
  checkAttributeName('🧵'.repeat(200))
  expect(isPrincipal('🧵'.repeat(100))).toBe(true)
  expect(isPrincipal('🧵'.repeat(101))).toBe(false)
})

test('users who differ in half a character are not taken for one', () => {
  for (const name of ['bob\ud83e', 'bob\uddf5']) expect(isPrincipal(name)).toBe(false)
  for (const name of ['bob🧵', 'bob\ufffd', 'bob ']) expect(isPrincipal(name)).toBe(true)
})

test('a principal of more than 100 characters is refused, and not shown', () => {
  checkIndex(PRINCIPAL_NAME_INDEX_NAME, 'p'.repeat(100))
  expect(() => checkIndex(PRINCIPAL_NAME_INDEX_NAME, 'p'.repeat(101))).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('ppp') }),
  )
  checkIndex('team', 't'.repeat(200))
  expect(() => checkIndex('team', 't\0')).toThrow(notStorable('team'))
})

describe('a JSON column', () => {
  test.each(['"a\\u0000b"', '"\\\\\\u0000"', '"\\ud800"', '{"\\uDFFF":1}'])(
    'refuses %s',
    (json) => {
      expect(() => checkJson('card', json)).toThrow(notStorable('card'))
    },
  )

  test.each(['"\\\\u0000"', '"\\u0001"', '"\\u00e4"', '"🧵"', '{}'])('takes %s', (json) => {
    expect(() => checkJson('card', json)).not.toThrow()
  })
})
