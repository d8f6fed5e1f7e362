import { describe, expect, test } from 'vitest'
import { sameEncodedValue } from '../../../src/codec/encoded-value.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('sameEncodedValue', () => {
  test.each([
    ['equal texts', 'a', 'a'],
    ['empty texts', '', ''],
    ['nothing and nothing', undefined, undefined],
    ['bytes of the same content', bytes('abc'), bytes('abc')],
    ['a Buffer and a Uint8Array', Buffer.from('abc'), bytes('abc')],
    ['a view and a copy of it', bytes('xabcx').subarray(1, 4), bytes('abc')],
    ['no bytes', bytes(''), bytes('')],
  ])('%s are the same', (_, a, b) => {
    expect(sameEncodedValue(a, b)).toBe(true)
    expect(sameEncodedValue(b, a)).toBe(true)
  })

  test.each([
    ['different texts', 'a', 'b'],
    ['text and nothing', '', undefined],
    ['bytes and nothing', bytes(''), undefined],
    ['text and its bytes', 'abc', bytes('abc')],
    ['bytes of different content', bytes('abc'), bytes('abd')],
    ['bytes and their beginning', bytes('abc'), bytes('ab')],
  ])('%s are not', (_, a, b) => {
    expect(sameEncodedValue(a, b)).toBe(false)
    expect(sameEncodedValue(b, a)).toBe(false)
  })
})
