import { expect, test } from 'vitest'
import { encodedValueOf, numberOf } from '../../../src/rows/row-value.ts'

test.each([
  [1_700_000_000_123, 1_700_000_000_123],
  ['1700000000123', 1_700_000_000_123],
  [1_700_000_000_123n, 1_700_000_000_123],
  ['-1', -1],
])('the number %s is read, however a driver gives it', (value, expected) => {
  expect(numberOf(value)).toBe(expected)
})

test.each([['x'], [''], ['1.5'], [null], [undefined], [1.5], [2 ** 60], [2n ** 70n], [{}]])(
  '%s is no number',
  (value) => {
    expect(numberOf(value)).toBeNaN()
  },
)

const text = '{"a":"ä"}'
const bytes = Buffer.from(text)
const view = new Uint8Array([0, ...bytes, 0]).subarray(1, -1)

test.each([
  ['a Buffer', bytes],
  ['a Uint8Array', new Uint8Array(bytes)],
  ['a part of a larger memory', view],
  ['an ArrayBuffer', new Uint8Array(bytes).buffer],
  ['text', text],
])('a blob that comes as %s is read in the form of the codec', (_, value) => {
  expect(encodedValueOf(value, 'text')).toBe(text)
  expect(Buffer.from(encodedValueOf(value, 'bytes') as Uint8Array)).toEqual(bytes)
})

test('what is no blob is no value', () => {
  for (const value of [null, undefined, 1, {}])
    expect(encodedValueOf(value, 'text')).toBeUndefined()
})
