import { describe, expect, test } from 'vitest'
import { type JsonCodecOptions, jsonCodec } from '../../../src/codec/json-codec.ts'
import { AttributeNotDecodableError } from '../../../src/errors/attribute-not-decodable-error.ts'
import { AttributeNotStorableError } from '../../../src/errors/attribute-not-storable-error.ts'
import { InvalidOptionError } from '../../../src/errors/invalid-option-error.ts'

const context = { attribute: 'cart' }
const nested = (levels: number, value: unknown = []): unknown =>
  levels <= 1 ? value : [nested(levels - 1, value)]

describe('maxDepth', () => {
  const codec = jsonCodec({ maxDepth: 5 })
  const encode = (value: unknown) => codec.encode(value, context) as string

  test.each<[string, (levels: number) => unknown]>([
    ['arrays', (levels) => nested(levels)],
    ['objects', (levels) => nested(levels, {})],
    ['objects with a tag beside', (levels) => [nested(levels - 1, {}), 1n]],
    ['dates', (levels) => nested(levels, new Date(0))],
    ['undefined', (levels) => nested(levels, undefined)],
    ['escaped names', (levels) => nested(levels, { $date: 1 })],
    ['empty maps', (levels) => nested(levels - 1, new Map())],
    ['maps', (levels) => nested(levels - 2, new Map([[1, 1]]))],
    ['sets', (levels) => nested(levels - 1, new Set([1]))],
    ['maps in sets', (levels) => nested(levels - 3, new Set([new Map()]))],
  ])('counts the brackets of the text of %s', (_, make) => {
    const text = encode(make(5))
    expect(codec.decode(text, context)).toStrictEqual(make(5))
    expect(codec.fromTree!(JSON.parse(text), context)).toStrictEqual(make(5))

    expect(() => encode(make(6))).toThrow(AttributeNotStorableError)
    expect(() => codec.toTree!(make(6), context)).toThrow(AttributeNotStorableError)
    const deeper = jsonCodec().encode(make(6), context)
    expect(() => codec.decode(deeper, context)).toThrow(AttributeNotDecodableError)
    const tree = JSON.parse(deeper as string)
    expect(() => codec.fromTree!(tree, context)).toThrow(AttributeNotDecodableError)
  })

  test('holds for the content of an unknown tag', () => {
    const value = codec.decode('{"$later":[[[[]]]]}', context)
    expect(encode(value)).toBe('{"$later":[[[[]]]]}')
    expect(() => encode([value])).toThrow(AttributeNotStorableError)
    expect(() => codec.decode('{"$later":[[[[[]]]]]}', context)).toThrow(AttributeNotDecodableError)
  })

  test('counts levels, not brackets', () => {
    const wide = Array.from({ length: 100 }, () => ({ a: [] }))
    expect(codec.decode(encode(wide), context)).toStrictEqual(wide)
    expect(codec.decode(encode('[[[[[[[[{{{{'), context)).toBe('[[[[[[[[{{{{')
  })

  test('names where it was passed', () => {
    expect(() => encode({ a: nested(5) })).toThrow("more than 5 levels deep at 'a[0][0][0][0]'")
  })

  test('is 64 unless said otherwise', () => {
    expect(jsonCodec().encode(nested(64), context)).toBe('['.repeat(64) + ']'.repeat(64))
    expect(() => jsonCodec().encode(nested(65), context)).toThrow(AttributeNotStorableError)
  })
})

describe('maxLength', () => {
  const codec = jsonCodec({ maxLength: 20 })

  test.each([
    ['text', 'x'.repeat(18), 'x'.repeat(19)],
    ['escaped text', '"'.repeat(9), '"'.repeat(10)],
    ['a list', Array(9).fill(10).slice(0, 6), Array(9).fill(10)],
    ['a name', { ['x'.repeat(14)]: 1 }, { ['x'.repeat(15)]: 1 }],
    ['bytes', new Uint8Array(3), new Uint8Array(4)],
    ['a BigInt', 123456n, 1234567n],
  ])('holds for %s', (_, fits, isTooLong) => {
    const stored = codec.encode(fits, context)
    expect(codec.decode(stored, context)).toStrictEqual(fits)
    expect(() => codec.encode(isTooLong, context)).toThrow('it takes more than 20 characters')
    const long = jsonCodec().encode(isTooLong, context)
    expect(() => codec.decode(long, context)).toThrow(AttributeNotDecodableError)
  })

  test('counts characters, also of bytes', () => {
    const euros = new TextEncoder().encode(`"${'€'.repeat(18)}"`)
    expect(codec.decode(euros, context)).toBe('€'.repeat(18))
    const longer = new TextEncoder().encode(`"${'€'.repeat(19)}"`)
    expect(() => codec.decode(longer, context)).toThrow(AttributeNotDecodableError)
    expect(() => codec.decode(new Uint8Array(61).fill(32), context)).toThrow('longer than 20')
  })

  test('bounds trees that could never end', () => {
    const long = ['x'.repeat(20)]
    expect(() => codec.toTree!(long, context)).toThrow(AttributeNotStorableError)
    expect(() => codec.fromTree!(long, context)).toThrow(AttributeNotDecodableError)
  })

  test('is 1 048 576 unless said otherwise', () => {
    const longest = 'x'.repeat(1_048_574)
    expect(jsonCodec().decode(jsonCodec().encode(longest, context), context)).toBe(longest)
    expect(() => jsonCodec().encode(`${longest}x`, context)).toThrow('more than 1048576 characters')
  })
})

describe('values made to exhaust', () => {
  const codec = jsonCodec()

  test.each([
    ['a million brackets', '['.repeat(1_000_000)],
    ['half a million levels', '['.repeat(500_000) + ']'.repeat(500_000)],
    ['half a million objects', `${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}`],
    ['nested maps', `${'{"$map":[[1,'.repeat(50_000)}1${']]}'.repeat(50_000)}`],
    ['nested unknown tags', `${'{"$x":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['ten megabytes', ' '.repeat(10_000_000)],
  ])('%s are not read', (_, stored) => {
    expect(() => codec.decode(stored, context)).toThrow(AttributeNotDecodableError)
  })

  test('an object with endless paths is not written', () => {
    let value: unknown = []
    for (let i = 0; i < 60; i++) value = [value, value]
    expect(() => codec.encode(value, context)).toThrow('more than 1048576 characters')
    expect(() => codec.encode([1n, value], context)).toThrow('more than 1048576 characters')
  })

  test('an array that is all hole is not written', () => {
    expect(() => codec.encode(new Array(4_000_000_000), context)).toThrow(AttributeNotStorableError)
  })

  test('an object that makes ever new ones is not written', () => {
    const endless = { toJSON: (): unknown => [endless] }
    expect(() => codec.encode(endless, context)).toThrow('levels deep')
  })
})

describe('options', () => {
  test.each([
    ['maxDepth', 0],
    ['maxDepth', 1001],
    ['maxDepth', 1.5],
    ['maxDepth', Number.NaN],
    ['maxDepth', '64'],
    ['maxDepth', null],
    ['maxLength', 0],
    ['maxLength', -1],
    ['maxLength', Number.POSITIVE_INFINITY],
    ['maxLength', 10n],
  ])('%s: %s is refused', (option, value) => {
    const make = () => jsonCodec({ [option]: value } as JsonCodecOptions)
    expect(make).toThrow(InvalidOptionError)
    expect(make).toThrow(`jsonCodec.${option}`)
    expect(make).toThrow('Use a whole number from 1 to')
  })

  test('an unknown option and no object are refused', () => {
    expect(() => jsonCodec({ depth: 3 } as JsonCodecOptions)).toThrow('maxDepth and maxLength')
    expect(() => jsonCodec(null as unknown as JsonCodecOptions)).toThrow(InvalidOptionError)
  })

  test('undefined means the default', () => {
    const options = { maxDepth: undefined } as unknown as JsonCodecOptions
    expect(jsonCodec(options).encode(nested(64), context)).toHaveLength(128)
  })
})
