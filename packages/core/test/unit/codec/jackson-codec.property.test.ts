import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jacksonCodec } from '../../../src/codec/jackson-codec.ts'
import { AttributeNotDecodableError } from '../../../src/errors/attribute-not-decodable-error.ts'
import { AttributeNotStorableError } from '../../../src/errors/attribute-not-storable-error.ts'
import { hostileText, storableValue } from './jackson-arbitraries.ts'
import { recording, type Verdict } from './java-recordings.ts'

const codec = jacksonCodec()
const context = { attribute: 'cart' }
const encode = (value: unknown) => codec.encode(value, context) as string
const decode = (stored: unknown) => codec.decode(stored as string, context)

const verdictsOf = (name: string) => recording<{ verdicts: Verdict[] }>(name).verdicts
const TABLES = [verdictsOf('accepts-json-3.5'), verdictsOf('accepts-security-json-3.5')]

/** Does every typing mapper read it? One clause for each kind of text that both tables accept. */
function isAccepted(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return true
  if (!Array.isArray(node)) {
    const { '@class': type, ...members } = node as Record<string, unknown>
    return type === 'java.util.LinkedHashMap' && Object.values(members).every(isAccepted)
  }
  const [type, content] = node as unknown[]
  if (node.length !== 2) return false
  if (type === 'java.util.Date') return Number.isSafeInteger(content)
  return (
    (type === 'java.util.ArrayList' || type === 'java.util.Collections$UnmodifiableSet') &&
    Array.isArray(content) &&
    content.every(isAccepted)
  )
}

describe('what Java accepts', () => {
  test.each([
    ['text', '"text"'],
    ['a whole number', '42'],
    ['a large whole number', '2147483648'],
    ['a whole number beyond 64 bits', '12345678901234567890'],
    ['a decimal number', '1.0'],
    ['a number with an exponent', '1e3'],
    ['a boolean', 'true'],
    ['null', 'null'],
    ['a list', '["java.util.ArrayList",[1,"b",null]]'],
    ['an object', '{"@class":"java.util.LinkedHashMap","a":1}'],
    [
      'lists and objects in a list',
      '["java.util.ArrayList",[["java.util.ArrayList",[1]],{"@class":"java.util.LinkedHashMap","a":1}]]',
    ],
    ['a date', '["java.util.Date",1700000000123]'],
    ['a set', '["java.util.Collections$UnmodifiableSet",["a"]]'],
    ['an escaped surrogate', '"\\ud83d\\ude00"'],
  ])('%s, under every mapper', (_, text) => {
    expect(isAccepted(JSON.parse(text))).toBe(true)
    for (const verdicts of TABLES) {
      expect(verdicts.find((verdict) => verdict.text === text)?.reads).toBeDefined()
    }
  })

  test('is all that our grammar lets through', () => {
    for (const { text, reads } of TABLES.flat()) {
      if (reads !== undefined || !isJson(text)) continue
      expect([text, isAccepted(JSON.parse(text))]).toEqual([text, false])
    }
  })
})

describe('any storable value', () => {
  test('is written as every Java mapper reads it', () => {
    fc.assert(
      fc.property(storableValue, (value) => {
        expect(isAccepted(JSON.parse(encode(value)))).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('comes back equal, down to -0 and lone surrogates', () => {
    fc.assert(
      fc.property(storableValue, (value) => {
        expect(isDeepStrictEqual(decode(encode(value)), value)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('is encoded the same after every round trip, and without being touched', () => {
    fc.assert(
      fc.property(storableValue, (value) => {
        const before = structuredClone(value)
        const once = encode(value)
        expect(encode(decode(once))).toBe(once)
        expect(isDeepStrictEqual(value, before)).toBe(true)
      }),
    )
  })
})

test('whatever is handed in is refused, or written as every Java mapper reads it', () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
    withBoxedValues: true,
  })
  fc.assert(
    fc.property(anything, (value) => {
      let text: string
      try {
        text = encode(value)
      } catch (error) {
        expect(error).toBeInstanceOf(AttributeNotStorableError)
        return
      }
      expect(isAccepted(JSON.parse(text))).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

describe('whatever is stored', () => {
  const objectPrototype = Reflect.ownKeys(Object.prototype)

  /** The value as one-element list, or nothing when it was refused as it should be. */
  const read = (stored: unknown, by = codec): unknown[] => {
    try {
      return [by.decode(stored as string, context)]
    } catch (error) {
      expect(error).toBeInstanceOf(AttributeNotDecodableError)
      return []
    } finally {
      expect(Reflect.ownKeys(Object.prototype)).toEqual(objectPrototype)
    }
  }

  test('any object that was read can be written, and is then read as the same', () => {
    fc.assert(
      fc.property(hostileText, (stored) => {
        for (const value of read(stored)) {
          if (typeof value !== 'object') continue
          const text = encode(value)
          expect(isDeepStrictEqual(decode(text), value)).toBe(true)
          expect(encode(decode(text))).toBe(text)
        }
      }),
      { numRuns: 5000 },
    )
  })

  test('reading it twice makes what is written the same: a mere read is no change', () => {
    fc.assert(
      fc.property(hostileText, (stored) => {
        const [one, other] = [...read(stored), ...read(stored)]
        if (typeof one === 'object') expect(encode(one)).toBe(encode(other))
      }),
    )
  })

  test('what fits the limits when it is read fits them when it is written', () => {
    const narrow = jacksonCodec({ maxDepth: 5, maxLength: 90 })
    fc.assert(
      fc.property(hostileText, (stored) => {
        fc.pre(!/[\ud800-\udfff]/.test(stored))
        for (const value of read(stored, narrow)) {
          if (typeof value === 'object') narrow.encode(value, context)
        }
      }),
      { numRuns: 3000 },
    )
  })

  test('plain JSON is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 1, '\t', '\r\n '), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        // Whole numbers that JSON.parse would round.
        fc.pre(!/\d{16}|e\+|-0/.test(text) && !text.includes('@class'))
        // Lists that start with what may be the name of a class.
        fc.pre(!/\[\s*"[^"]*[.[]/.test(text))
        expect(decode(text)).toStrictEqual(JSON.parse(text))
      }),
      { numRuns: 2000 },
    )
  })

  test('what JSON.parse refuses is refused, and nothing else is', () => {
    const pieces = ['[', ']', '{', '}', ',', ':', '"', '\\', '"a"', '\\u00', '\n', ' ', '\u00a0']
    const more = ['0', '01', '-', '1.', '.5', '1e', '1e5', '+1', 'true', 'nul', 'null', '\ufeff']
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(...pieces, ...more)).map((all) => all.join('')),
    )
    fc.assert(
      fc.property(text, (stored) => {
        fc.pre(stored !== '')
        expect(read(stored)).toHaveLength(isJson(stored) ? 1 : 0)
      }),
      { numRuns: 5000 },
    )
  })

  test('random bytes and cut off text give a value or AttributeNotDecodableError', () => {
    fc.assert(fc.property(fc.uint8Array(), (stored) => void read(stored)))
    fc.assert(
      fc.property(storableValue, fc.nat(), (value, at) => {
        const text = encode({ value })
        const cut = text.slice(0, at % text.length)
        expect(read(cut)).toEqual(cut === '' ? [null] : [])
      }),
    )
  })

  test('anything that is no text gives AttributeNotDecodableError', () => {
    fc.assert(
      fc.property(fc.anything(), (stored) => {
        fc.pre(typeof stored !== 'string' && !(stored instanceof Uint8Array))
        expect(read(stored)).toEqual([])
      }),
    )
  })
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
