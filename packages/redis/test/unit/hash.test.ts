import fc from 'fast-check'
import { expect, test } from 'vitest'
import { recordOf } from '../../src/hash.ts'

const NUMBERS = ['creationTime', '1', 'lastAccessedTime', '2', 'maxInactiveInterval', '-1']
const bytes = (texts: readonly string[]): Buffer[] => texts.map((text) => Buffer.from(text))

test.each([
  ['text', NUMBERS],
  ['bytes', bytes(NUMBERS)],
])('a hash as %s is a record', (_form, numbers) => {
  const value = Buffer.from([0xff, 0x00])
  const record = recordOf('id', [
    ...numbers,
    'sessionAttr:a',
    value,
    'sessionAttr:',
    'x',
    'other',
    'y',
  ])
  expect(record).toMatchObject({
    id: 'id',
    creationTime: 1,
    lastAccessedTime: 2,
    maxInactiveInterval: -1,
  })
  expect([...(record?.attributes.names() ?? [])]).toEqual(['a', ''])
  expect(record?.attributes.get('a')).toBe(value)
})

test('an attribute without bytes is one that Java removed', () => {
  const record = recordOf('id', [...NUMBERS, 'sessionAttr:gone', ''])
  expect([...(record?.attributes.names() ?? [])]).toEqual([])
})

test.each(['', ' ', '1.5', '0x10', '1e3', '99999999999999999', '9007199254740993', 'x'])(
  'a number that is stored as %j is none: no session',
  (stored) => {
    expect(recordOf('id', ['creationTime', stored, ...NUMBERS.slice(2)])).toBeUndefined()
  },
)

test('no bytes of anybody make it fail', () => {
  const field = fc.oneof(fc.string(), fc.uint8Array(), fc.constantFrom(...NUMBERS))
  fc.assert(
    fc.property(fc.array(field), (fields) => {
      const record = recordOf('id', fields)
      if (record) expect(Number.isSafeInteger(record.creationTime)).toBe(true)
    }),
  )
})
