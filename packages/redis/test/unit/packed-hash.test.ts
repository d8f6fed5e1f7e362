import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { recordOf } from '../../src/hash.ts'
import { PackedHash } from '../../src/packed-hash.ts'
import { pack } from './pack.ts'

const NUMBERS = ['creationTime', '1', 'lastAccessedTime', '2', 'maxInactiveInterval', '-1']

/** As the script packs it. */
const hash = (words: readonly (string | Uint8Array)[], form: 'text' | 'bytes' = 'text') =>
  new PackedHash(pack(words), form)

test('is a record whose values are cut out when they are asked for, as text or as bytes', () => {
  const words = [...NUMBERS, 'sessionAttr:a', '"é"', 'sessionAttr:', 'x', 'other', 'y']
  const record = hash(words).record('id')
  expect(record).toMatchObject({
    id: 'id',
    creationTime: 1,
    lastAccessedTime: 2,
    maxInactiveInterval: -1,
  })
  expect(record?.attributes.get('a')).toBe('"é"')
  expect(record?.attributes.get('')).toBe('x')
  expect(record?.attributes.get('other')).toBeUndefined()
  expect([...(record?.attributes.names() ?? [])]).toEqual(['a', ''])
  expect(hash(words, 'bytes').record('id')?.attributes.get('a')).toEqual(Buffer.from('"é"'))
})

test('bytes that are no text stay what they are', () => {
  const value = Buffer.from([0xff, 0x00, 0xc3])
  const record = hash([...NUMBERS, 'sessionAttr:a', value], 'bytes').record('id')
  expect(record?.attributes.get('a')).toEqual(value)
})

test('an attribute without bytes is one that Java removed', () => {
  const record = hash([...NUMBERS, 'sessionAttr:gone', '']).record('id')
  expect(record?.attributes.get('gone')).toBeUndefined()
  expect([...(record?.attributes.names() ?? [])]).toEqual([])
})

describe('no session', () => {
  test.each([
    ['without fields', []],
    ['without one of the numbers', NUMBERS.slice(2)],
    ['with a number that is none', ['creationTime', '1.5', ...NUMBERS.slice(2)]],
  ])('is a hash %s, which is given as it lies', (_what, words) => {
    expect(hash(words).record('id')).toBeUndefined()
    expect(hash(words).flat()).toEqual(words)
  })
})

test('finds whatever a list of the same words would give, in any order of questions', () => {
  const name = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constantFrom('a', 'b'))
  const attributes = fc.dictionary(name, fc.string({ unit: 'grapheme' }), { maxKeys: 20 })
  fc.assert(
    fc.property(attributes, fc.array(name), fc.boolean(), (values, asked, namesFirst) => {
      const words = Object.entries(values).flatMap(([key, value]) => [`sessionAttr:${key}`, value])
      const expected = recordOf('id', [...words, ...NUMBERS])?.attributes
      const found = hash([...words, ...NUMBERS]).record('id')?.attributes
      const names = (): string[] => [...(found?.names() ?? [])]
      if (namesFirst) expect(names()).toEqual([...(expected?.names() ?? [])])
      for (const each of [...asked, ...Object.keys(values)]) {
        expect(found?.get(each)).toBe(expected?.get(each))
      }
      expect(names()).toEqual([...(expected?.names() ?? [])])
    }),
  )
})
