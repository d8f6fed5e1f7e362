import { describe, expect, test } from 'vitest'
import { type JacksonCodecOptions, jacksonCodec } from '../../../src/codec/jackson-codec.ts'
import { AttributeNotDecodableError } from '../../../src/errors/attribute-not-decodable-error.ts'
import { AttributeNotStorableError } from '../../../src/errors/attribute-not-storable-error.ts'
import { InvalidOptionError } from '../../../src/errors/invalid-option-error.ts'

const context = { attribute: 'cart' }
const nested = (levels: number, value: unknown = {}): unknown =>
  levels <= 1 ? value : { a: nested(levels - 1, value) }

describe('maxDepth', () => {
  const codec = jacksonCodec({ maxDepth: 5 })

  test.each<[string, (levels: number) => unknown]>([
    ['objects', (levels) => nested(levels)],
    ['dates', (levels) => nested(levels, new Date(0))],
    ['empty arrays', (levels) => nested(levels - 1, [])],
    ['arrays', (levels) => nested(levels - 2, [{}])],
    ['arrays in arrays', (levels) => nested(levels - 3, [[]])],
    ['sets', (levels) => nested(levels - 1, new Set([1]))],
  ])('counts the brackets of the text of %s', (_, make) => {
    const stored = codec.encode(make(5), context)
    expect(codec.decode(stored, context)).toStrictEqual(make(5))

    expect(() => codec.encode(make(6), context)).toThrow(AttributeNotStorableError)
    const deeper = jacksonCodec().encode(make(6), context)
    expect(() => codec.decode(deeper, context)).toThrow(AttributeNotDecodableError)
  })

  test.each([
    ['a Long', '["java.util.ArrayList",[["java.lang.Long",2]]]'],
    ['a date', '["java.util.ArrayList",[["java.sql.Timestamp",2]]]'],
    ['bytes', '["java.util.ArrayList",[["[B","AQI="]]]'],
    ['an object behind its class', '["java.util.ArrayList",[["app.Money",{}]]]'],
  ])('holds when it moves: %s', (_, stored) => {
    const value = codec.decode(stored, context)
    expect(codec.encode({ a: value }, context)).toContain(stored)
    const deeper = { a: { b: { c: value } } }
    expect(() => codec.encode(deeper, context)).toThrow('raise maxDepth of jacksonCodec()')
  })

  test('holds for the types that plain JSON gets', () => {
    expect(codec.decode('[[]]', context)).toEqual([[]])
    expect(() => codec.decode('[[[]]]', context)).toThrow('the Java types that it lacks')
  })

  test('is 64 unless said otherwise', () => {
    expect(jacksonCodec().decode(jacksonCodec().encode(nested(64), context), context)).toEqual(
      nested(64),
    )
    expect(() => jacksonCodec().encode(nested(65), context)).toThrow('more than 64 levels deep')
  })
})

describe('maxLength', () => {
  const codec = jacksonCodec({ maxLength: 45 })

  test.each([
    ['text', 'x'.repeat(43), 'x'.repeat(44)],
    ['escaped text', '"'.repeat(21), '"'.repeat(22)],
    ['a list', Array(10).fill(1), Array(11).fill(1)],
    ['a name', { abcd: 1 }, { abcde: 1 }],
    ['a BigInt', 10n ** 44n, 10n ** 45n],
  ])('holds for %s', (_, fits, isTooLong) => {
    expect(codec.decode(codec.encode(fits, context), context)).toStrictEqual(fits)
    expect(() => codec.encode(isTooLong, context)).toThrow(
      'more than 45 characters. Store less, or raise maxLength of jacksonCodec().',
    )
    const long = jacksonCodec().encode(isTooLong, context)
    expect(() => codec.decode(long, context)).toThrow('longer than 45 characters')
  })

  test('holds for the types that plain JSON gets', () => {
    expect(codec.decode('[1,2]', context)).toEqual([1, 2])
    expect(() => codec.decode('[[],[]]', context)).toThrow('the Java types that it lacks')
  })
})

describe('values made to exhaust', () => {
  const codec = jacksonCodec()

  test.each([
    ['a million brackets', '['.repeat(1_000_000)],
    ['half a million levels', '['.repeat(500_000) + ']'.repeat(500_000)],
    ['many objects', `${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}`],
    ['many lists', `${'["java.util.ArrayList",['.repeat(20_000)}1${']]'.repeat(20_000)}`],
    ['a number of a million digits', '1'.repeat(1_000_000)],
    ['a BigDecimal that is none', `["java.math.BigDecimal","${'1'.repeat(1_000_000)}x"]`],
    ['text that has no end', `"${'\\"'.repeat(500_000)}`],
    ['backslashes', `"${'\\'.repeat(1_000_000)}`],
    ['ten megabytes', ' '.repeat(10_000_000)],
  ])('%s: not read', (_, stored) => {
    expect(() => codec.decode(stored, context)).toThrow(AttributeNotDecodableError)
  })

  test.each([
    ['a decimal of a million digits', `1.${'1'.repeat(1_000_000)}`, 1.1111111111111112],
    ['a class name without end', `["a.${'List'.repeat(200_000)}$$",1]`, 2],
    ['a class name of many parts', `["${'a.'.repeat(400_000)}",1]`, 2],
  ])('%s: read in no time', (_, stored, expected) => {
    const value = codec.decode(stored, context)
    expect(Array.isArray(value) ? value.length : value).toBe(expected)
  })

  test('an object with endless paths is not written', () => {
    let value: unknown = {}
    for (let i = 0; i < 60; i++) value = { a: value, b: value }
    expect(() => codec.encode(value, context)).toThrow('more than 1048576 characters')
  })

  test('an array that is all hole, and an object that makes ever new ones, are not written', () => {
    const endless = { toJSON: (): unknown => [endless] }
    expect(() => codec.encode(new Array(4_000_000_000), context)).toThrow('undefined')
    expect(() => codec.encode(endless, context)).toThrow('levels deep')
  })
})

describe('options', () => {
  test.each([
    ['maxDepth', 0],
    ['maxDepth', 1001],
    ['maxLength', 1.5],
    ['maxLength', '9'],
  ])('%s: %s is refused', (option, value) => {
    const make = () => jacksonCodec({ [option]: value } as JacksonCodecOptions)
    expect(make).toThrow(InvalidOptionError)
    expect(make).toThrow(`jacksonCodec.${option}`)
  })

  test('an unknown option and no object are refused', () => {
    expect(() => jacksonCodec({ depth: 3 } as JacksonCodecOptions)).toThrow('jacksonCodec')
    expect(() => jacksonCodec(null as unknown as JacksonCodecOptions)).toThrow(InvalidOptionError)
  })
})
