import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { jsonCodec } from '../../../src/codec/json-codec.ts'
import { AttributeNotDecodableError } from '../../../src/errors/attribute-not-decodable-error.ts'
import { AttributeNotStorableError } from '../../../src/errors/attribute-not-storable-error.ts'

const codec = jsonCodec()
const context = { attribute: 'cart' }
const encode = (value: unknown) => codec.encode(value, context) as string
const decode = (stored: string | Uint8Array) => codec.decode(stored, context)

test('it writes text, beside decimal numbers', () => {
  expect(codec).toMatchObject({ form: 'text', numbers: 'decimal' })
})

describe('plain values', () => {
  test.each([
    [null],
    [true],
    [1.5],
    ['text "quoted" \u2028'],
    ['lone \ud800 surrogate \udc00'],
    [[]],
    [{}],
    [{ b: [1, { c: null }], a: 'x', 1: 'one' }],
    [{ price: '$5', $first: 1, second: '"$date' }],
    [[{ $a: 1, $b: 2 }]],
  ])('%j is stored as plain JSON', (value) => {
    expect(encode(value)).toBe(JSON.stringify(value))
    expect(decode(encode(value))).toStrictEqual(value)
  })

  test('an object without prototype is stored as any other', () => {
    expect(encode(Object.assign(Object.create(null), { a: [1] }))).toBe('{"a":[1]}')
  })

  test('an object and an array of another realm are stored as any other', () => {
    expect(encode(runInNewContext('({ empty: {}, list: [1] })'))).toBe('{"empty":{},"list":[1]}')
  })

  test('an object that appears twice is stored twice', () => {
    const shared = { a: 1 }
    expect(encode([shared, shared])).toBe('[{"a":1},{"a":1}]')
    expect(encode([shared, new Date(0), shared])).toContain('{"a":1}]')
  })
})

describe('tags', () => {
  test.each([
    ['a Date', new Date(0), '{"$date":"1970-01-01T00:00:00.000Z"}'],
    ['a Date far away', new Date(8.64e15), '{"$date":"+275760-09-13T00:00:00.000Z"}'],
    ['an invalid Date', new Date(Number.NaN), '{"$date":null}'],
    [
      'a Map',
      new Map<unknown, unknown>([
        ['a', 1],
        [{}, new Map()],
      ]),
      '{"$map":[["a",1],[{},{"$map":[]}]]}',
    ],
    ['a Set', new Set([1, new Set(['a'])]), '{"$set":[1,{"$set":["a"]}]}'],
    ['a BigInt', -12345678901234567890n, '{"$bigint":"-12345678901234567890"}'],
    ['a zero BigInt', 0n, '{"$bigint":"0"}'],
    ['a Uint8Array', new Uint8Array([1, 2]), '{"$bytes":"AQI="}'],
    ['no bytes', new Uint8Array(), '{"$bytes":""}'],
    ['undefined', undefined, '{"$undefined":true}'],
    ['undefined in an object', { a: undefined }, '{"a":{"$undefined":true}}'],
    ['undefined in an array', [undefined, 1], '[{"$undefined":true},1]'],
    ['NaN', Number.NaN, '{"$number":"NaN"}'],
    ['Infinity', Number.POSITIVE_INFINITY, '{"$number":"Infinity"}'],
    ['-Infinity', [Number.NEGATIVE_INFINITY], '[{"$number":"-Infinity"}]'],
    ['-0', { a: -0 }, '{"a":{"$number":"-0"}}'],
    ["somebody's own tag", { $date: 1 }, '{"$$date":1}'],
    ["somebody's own escaped tag", { $$date: { $: 1 } }, '{"$$$date":{"$$":1}}'],
  ])('%s is tagged and comes back', (_, value, stored) => {
    expect(encode(value)).toBe(stored)
    expect(decode(stored)).toStrictEqual(value)
  })

  test('a Buffer comes back as Uint8Array, and a view is stored alone', () => {
    const view = Buffer.from('xabcx').subarray(1, 4)
    expect(encode(view)).toBe('{"$bytes":"YWJj"}')
    const read = decode('{"$bytes":"YWJj"}') as Uint8Array
    expect(read).toStrictEqual(new Uint8Array([97, 98, 99]))
    expect(read.buffer.byteLength).toBe(3)
  })

  test('a hole in an array becomes undefined, and the length stays', () => {
    const sparse = new Array(3)
    sparse[1] = 'x'
    expect(decode(encode(sparse))).toStrictEqual([undefined, 'x', undefined])
  })

  test('a Date of another realm is a Date', () => {
    expect(encode(runInNewContext('new Date(0)'))).toBe('{"$date":"1970-01-01T00:00:00.000Z"}')
  })

  test('a tag is found when its name is escaped, spaced or in bytes', () => {
    const epoch = new Date(0)
    const iso = '"1970-01-01T00:00:00.000Z"'
    expect(decode(`{"\\u0024date":${iso}}`)).toStrictEqual(epoch)
    expect(decode(`[ { "$date" : ${iso} } ]`)).toStrictEqual([epoch])
    expect(decode(new TextEncoder().encode(`{"$date":${iso}}`))).toStrictEqual(epoch)
  })
})

describe('objects of classes', () => {
  test('toJSON() decides, once', () => {
    expect(encode({ at: new URL('https://example.org/') })).toBe('{"at":"https://example.org/"}')
    expect(
      encode(
        new (class extends Map {
          toJSON() {
            return ['own']
          }
        })(),
      ),
    ).toBe('["own"]')
    const self = {
      a: 1,
      toJSON() {
        return this
      },
    }
    expect(() => encode(self)).toThrow("it holds a function at 'toJSON'")
    class Cart {
      items = [1]
      toJSON() {
        return this
      }
    }
    expect(encode(new Cart())).toBe('{"items":[1]}')
  })

  test('toJSON() hears the name and may return what needs a tag', () => {
    const names: string[] = []
    const noting = {
      toJSON(name: string) {
        names.push(name)
        return new Date(0)
      },
    }
    expect(encode([{ at: noting }, noting])).toContain('$date')
    expect(names).toEqual(['at', '1'])
  })

  test('a toJSON() that is not enumerable is called, too', () => {
    const hidden = Object.defineProperty({ a: 1 }, 'toJSON', { value: () => Number.NaN })
    expect(encode(hidden)).toBe('{"$number":"NaN"}')
  })

  test('own enumerable properties are stored, and come back as a plain object', () => {
    class Cart {
      items = [1]
      #secret = 2
      get sum() {
        return this.#secret
      }
    }
    expect(decode(encode({ cart: new Cart() }))).toStrictEqual({ cart: { items: [1] } })
  })

  test('properties named by symbols are left out', () => {
    expect(encode({ a: 1, [Symbol('b')]: 2 })).toBe('{"a":1}')
  })
})

describe('what cannot be stored', () => {
  class Wallet {
    #amount = 5
    pay() {
      return this.#amount
    }
  }
  const cycle: Record<string, unknown> = { a: {} }
  cycle.a = { list: [cycle] }
  const ring = new Map<string, unknown>()
  ring.set('me', new Set([ring]))
  const broken = {
    get a() {
      throw new Error('hunter2')
    },
  }
  const revoked = Proxy.revocable({}, {})
  revoked.revoke()

  test.each<[string, unknown, string]>([
    ['a function', () => 1, 'it is a function.'],
    ['a method', { a: [{ run() {} }] }, "a function at 'a[0].run'"],
    ['a symbol', { 'my key': Symbol('x') }, `a symbol at '["my key"]'`],
    ['a function in a Map', [new Map([['k', () => 1]])], "a function at '[0][0].value'"],
    ['a function as key of a Map', new Map([[() => 1, 1]]), "a function at '[0].key'"],
    ['a function in a Set', { s: new Set([0, () => 1]) }, "a function at 's[1]'"],
    ['a cycle', cycle, "a reference to an object around it at 'a.list[0]'"],
    ['a cycle through a Map', ring, "a reference to an object around it at '[0].value[0]'"],
    ['a RegExp', { a: /x/ }, "an object of type 'RegExp' at 'a'"],
    ['an Error', Object.assign(new TypeError('x'), { code: 1 }), "it is an object of type 'Error'"],
    ['a DOMException', [new DOMException('x')], "an object of type 'DOMException' at '[0]'"],
    ['a Promise', Promise.resolve(1), "'Promise'"],
    ['a WeakMap', new WeakMap(), "'WeakMap'"],
    ['a WeakSet', new WeakSet(), "'WeakSet'"],
    ['a WeakRef', new WeakRef({}), "'WeakRef'"],
    ['an ArrayBuffer', new ArrayBuffer(1), "'ArrayBuffer'"],
    ['a DataView', new DataView(new ArrayBuffer(1)), "'DataView'"],
    ['another typed array', new Float64Array(1), "'Float64Array'"],
    ['clamped bytes', new Uint8ClampedArray(1), "'Uint8ClampedArray'"],
    ['a boxed string', Object('x'), "'String'"],
    ['a boxed number', Object(1), "'Number'"],
    [
      'a generator',
      (function* () {
        yield 1
      })(),
      "'Generator'",
    ],
    ['a URLSearchParams', new URLSearchParams('a=1'), "'URLSearchParams'"],
    ['an instance of private fields', { w: new Wallet() }, "an object of type 'Wallet' at 'w'"],
    ['a getter that throws', [broken], "an object whose getter or toJSON() throws at '[0].a'"],
    [
      'a toJSON() that throws',
      {
        a: {
          toJSON() {
            throw new Error('hunter2')
          },
        },
      },
      "throws at 'a'",
    ],
    ['a revoked proxy', { p: revoked.proxy }, "throws at 'p'"],
    ['too large a BigInt', 10n ** 10_000n, 'a BigInt of more than 10000 digits'],
    ['too small a BigInt', -(10n ** 10_000n), 'a BigInt of more than 10000 digits'],
  ])('%s is refused', (_, value, where) => {
    for (const write of [encode, (it: unknown) => codec.toTree!(it, context)]) {
      const error = thrownBy(() => write(value))
      expect(error).toBeInstanceOf(AttributeNotStorableError)
      expect(error).toMatchObject({ code: 'ATTRIBUTE_NOT_STORABLE', attribute: 'cart' })
      expect((error as Error).message).toContain(where)
      expect((error as Error).message).not.toContain('hunter2')
    }
  })

  test('the message names the remedy, and a long path is cut', () => {
    expect(() => encode({ a: /x/ })).toThrow('store plain data, or give it a toJSON()')
    let deep: unknown = () => 1
    for (let i = 0; i < 50; i++) deep = { 'a name of some length': deep }
    expect((thrownBy(() => encode(deep)) as Error).message.length).toBeLessThan(400)
  })

  test('a getter that changes its mind is refused', () => {
    let reads = 0
    const loop: Record<string, unknown> = {}
    Object.defineProperty(loop, 'a', { enumerable: true, get: () => (reads++ === 0 ? 1 : loop) })
    expect(() => encode(loop)).toThrow(AttributeNotStorableError)
  })
})

describe('names that pollute prototypes', () => {
  const json =
    '{"__proto__":{"isAdmin":true,"at":{"$date":"1970-01-01T00:00:00.000Z"}},"constructor":{"prototype":{"isAdmin":true}}}'

  test.each([
    ['at the top', json],
    ['in an array', `[${json}]`],
    ['in a Map', `{"$map":[[${json},${json}]]}`],
    ['escaped', '{"$$__proto__":{"isAdmin":true}}'],
    ['without any tag', '{"__proto__":{"isAdmin":true}}'],
  ])('are data %s', (_, stored) => {
    expect(encode(decode(stored))).toBe(stored)
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  })

  test('make own properties, and no prototype', () => {
    const value = decode(json) as object
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  })

  test('name no class: a tag of such a name is unknown', () => {
    for (const tag of ['$constructor', '$__proto__', '$toString', '$Function']) {
      expect(encode(decode(`{"${tag}":["x"]}`))).toBe(`{"${tag}":["x"]}`)
    }
  })
})

describe('what cannot be read', () => {
  test.each([
    ['nothing', ''],
    ['no JSON', 'hunter2'],
    ['JSON that was cut', '{"a":"hunter2'],
    ['two values', '1 2'],
    ['a date that is none', '{"$date":"hunter2"}'],
    ['a date that does not exist', '{"$date":"2020-13-01T00:00:00.000Z"}'],
    ['a day that does not exist', '{"$date":"2021-02-30T00:00:00.000Z"}'],
    ['a date of another form', '{"$date":"2020"}'],
    ['a date of another type', '{"$date":0}'],
    ['a map that is none', '{"$map":{"a":1}}'],
    ['a map of no pairs', '{"$map":[1]}'],
    ['a map of triples', '{"$map":[[1,2,3]]}'],
    ['a set that is none', '{"$set":"abc"}'],
    ['a bigint in hexadecimal', '{"$bigint":"0x10"}'],
    ['a bigint that is empty', '{"$bigint":""}'],
    ['a bigint as number', '{"$bigint":1}'],
    ['a bigint with zeros in front', '{"$bigint":"007"}'],
    ['a bigint that is too long', `{"$bigint":"${'9'.repeat(10_002)}"}`],
    ['bytes in no base64', '{"$bytes":"hunter2!"}'],
    ['bytes without padding', '{"$bytes":"AQI"}'],
    ['bytes as list', '{"$bytes":[1]}'],
    ['undefined that is something', '{"$undefined":false}'],
    ['a number of no name', '{"$number":"hunter2"}'],
    ['a number as number', '{"$number":1}'],
    ['something inside of a tag', '{"$map":[[1,{"$set":[{"$number":"x"}]}]]}'],
    ['bytes that are no UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
    ['UTF-8 that was cut', new Uint8Array([0x22, 0xe2, 0x82])],
  ])('%s is refused', (_, stored) => {
    const error = thrownBy(() => decode(stored))
    expect(error).toBeInstanceOf(AttributeNotDecodableError)
    expect(error).toMatchObject({ code: 'ATTRIBUTE_NOT_DECODABLE', attribute: 'cart' })
    expect((error as Error).message).not.toContain('hunter2')
  })
})

describe('trees', () => {
  test('share nothing with the value', () => {
    const value = { list: [1] }
    const tree = codec.toTree!(value, context) as typeof value
    expect(tree).toStrictEqual(value)
    expect(tree.list).not.toBe(value.list)
    expect((codec.fromTree!(tree, context) as typeof value).list).not.toBe(tree.list)
  })

  test("keep a driver's own types", () => {
    class ObjectId {
      bytes = [1]
    }
    const tree = { id: new ObjectId(), at: new Date(0) }
    const value = codec.fromTree!(tree, context) as typeof tree
    expect(value.id).toBe(tree.id)
    expect(value.at).toBe(tree.at)
  })
})

function thrownBy(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
