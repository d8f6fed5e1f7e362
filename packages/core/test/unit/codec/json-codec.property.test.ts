import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonCodec } from '../../../src/codec/json-codec.ts'
import { AttributeNotDecodableError } from '../../../src/errors/attribute-not-decodable-error.ts'
import { hostileJson, storableValue } from './json-arbitraries.ts'

const codec = jsonCodec()
const context = { attribute: 'cart' }
const encode = (value: unknown) => codec.encode(value, context) as string
const decode = (stored: unknown) => codec.decode(stored as string, context)
const toTree = (value: unknown) => codec.toTree!(value, context)
const fromTree = (tree: unknown) => codec.fromTree!(tree, context)

describe('any storable value', () => {
  test('comes back equal, down to -0, undefined and lone surrogates', () => {
    fc.assert(
      fc.property(storableValue, (value) => {
        expect(isDeepStrictEqual(decode(encode(value)), value)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('is encoded the same after every round trip', () => {
    fc.assert(
      fc.property(storableValue, (value) => {
        const once = encode(value)
        expect(encode(decode(once))).toBe(once)
      }),
      { numRuns: 2000 },
    )
  })

  test('has a tree that is its text, parsed', () => {
    fc.assert(
      fc.property(storableValue, (value) => {
        expect(JSON.stringify(toTree(value))).toBe(encode(value))
        expect(isDeepStrictEqual(fromTree(toTree(value)), value)).toBe(true)
      }),
    )
  })

  test('is encoded without being touched', () => {
    fc.assert(
      fc.property(storableValue, (value) => {
        const before = structuredClone(value)
        encode(value)
        toTree(value)
        expect(isDeepStrictEqual(value, before)).toBe(true)
      }),
    )
  })
})

test('plain JSON is stored byte for byte as JSON.stringify writes it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value)
      fc.pre(!text.includes('"$'))
      expect(encode(JSON.parse(text))).toBe(text)
    }),
  )
})

describe('whatever is stored', () => {
  const objectPrototype = Reflect.ownKeys(Object.prototype)

  /** The value as one-element list, or nothing when it was refused as it should be. */
  const read = (readIt: () => unknown): unknown[] => {
    try {
      return [readIt()]
    } catch (error) {
      expect(error).toBeInstanceOf(AttributeNotDecodableError)
      return []
    } finally {
      expect(Reflect.ownKeys(Object.prototype)).toEqual(objectPrototype)
    }
  }

  test('random text gives a value or AttributeNotDecodableError', () => {
    const text = fc.oneof(
      fc.string(),
      fc
        .array(fc.constantFrom(...'[]{}",:$\\ 0-e', '"$date":', '"$map":[['), {})
        .map((all) => all.join('')),
    )
    fc.assert(
      fc.property(text, (stored) => void read(() => decode(stored))),
      { numRuns: 2000 },
    )
  })

  test('random bytes give a value or AttributeNotDecodableError', () => {
    fc.assert(fc.property(fc.uint8Array(), (stored) => void read(() => decode(stored))))
  })

  test('anything that is no text gives AttributeNotDecodableError', () => {
    fc.assert(
      fc.property(fc.anything(), (stored) => {
        fc.pre(typeof stored !== 'string' && !(stored instanceof Uint8Array))
        expect(() => decode(stored)).toThrow(AttributeNotDecodableError)
      }),
    )
  })

  test('JSON with hostile names and tags gives a value that can be stored again', () => {
    fc.assert(
      fc.property(hostileJson, (json) => {
        for (const value of read(() => decode(JSON.stringify(json)))) {
          const text = encode(value)
          expect(encode(decode(text))).toBe(text)
        }
      }),
      { numRuns: 3000 },
    )
  })

  test('a hostile tree gives what its text gives', () => {
    fc.assert(
      fc.property(hostileJson, (json) => {
        const tree: unknown = JSON.parse(JSON.stringify(json))
        const fromText = read(() => decode(JSON.stringify(tree)))
        expect(read(() => fromTree(tree)).map(encode)).toEqual(fromText.map(encode))
      }),
    )
  })

  test('a tree of anything gives a value or AttributeNotDecodableError', () => {
    const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true })
    fc.assert(fc.property(anything, (tree) => void read(() => fromTree(tree))))
  })

  test('cut off text is refused', () => {
    fc.assert(
      fc.property(storableValue, fc.nat(), (value, at) => {
        const text = encode({ value })
        expect(() => decode(text.slice(0, at % text.length))).toThrow(AttributeNotDecodableError)
      }),
    )
  })
})
