import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { jacksonCodec } from '../../../src/codec/jackson-codec.ts'
import { AttributeNotDecodableError } from '../../../src/errors/attribute-not-decodable-error.ts'
import { AttributeNotStorableError } from '../../../src/errors/attribute-not-storable-error.ts'

const codec = jacksonCodec()
const context = { attribute: 'cart' }
const encode = (value: unknown) => codec.encode(value, context) as string
const decode = (stored: string | Uint8Array) => codec.decode(stored, context)

test('it writes text, beside decimal numbers', () => {
  expect(codec).toMatchObject({ form: 'text', numbers: 'decimal' })
})

describe('what is written', () => {
  test.each<[string, unknown, string]>([
    ['null', null, 'null'],
    ['a boolean', true, 'true'],
    ['text', 'a "quoted" €', '"a \\"quoted\\" €"'],
    ['a lone surrogate', '\ud800', '"\\ud800"'],
    ['a whole number', -42, '-42'],
    ['the largest safe number', 2 ** 53 - 1, '9007199254740991'],
    ['a decimal number', 1.5, '1.5'],
    ['a small number', 1e-7, '1e-7'],
    ['-0', -0, '-0.0'],
    ['a number beyond the safe ones', 2 ** 53, '9007199254740992.0'],
    ['a large number', 1e21, '1000000000000000000000.0'],
    ['a large BigInt', 9007199254740993n, '9007199254740993'],
    ['a negative BigInt', -12345678901234567890n, '-12345678901234567890'],
    ['a Date', new Date(1700000000123), '["java.util.Date",1700000000123]'],
    ['a Date before 1970', new Date(-1), '["java.util.Date",-1]'],
    ['an array', [1, 'b', null], '["java.util.ArrayList",[1,"b",null]]'],
    ['no elements', [], '["java.util.ArrayList",[]]'],
    ['an object', { a: 1 }, '{"@class":"java.util.LinkedHashMap","a":1}'],
    ['no properties', {}, '{"@class":"java.util.LinkedHashMap"}'],
    ['a Set', new Set(['a']), '["java.util.Collections$UnmodifiableSet",["a"]]'],
    [
      'all of them in each other',
      { list: [[1], { at: new Date(0) }], set: new Set([[]]) },
      '{"@class":"java.util.LinkedHashMap",' +
        '"list":["java.util.ArrayList",[["java.util.ArrayList",[1]],' +
        '{"@class":"java.util.LinkedHashMap","at":["java.util.Date",0]}]],' +
        '"set":["java.util.Collections$UnmodifiableSet",[["java.util.ArrayList",[]]]]}',
    ],
    [
      'an array that looks like a typed one',
      ['java.util.Date', 0],
      '["java.util.ArrayList",["java.util.Date",0]]',
    ],
    [
      'names that look like keys of Jackson',
      { '@type': 1, class: 2 },
      '{"@class":"java.util.LinkedHashMap","@type":1,"class":2}',
    ],
  ])('%s has the type that Java needs, and comes back', (_, value, stored) => {
    expect(encode(value)).toBe(stored)
    expect(decode(stored)).toStrictEqual(value)
    expect(decode(Buffer.from(stored))).toStrictEqual(value)
  })

  test('a property that is undefined is left out', () => {
    const stored = encode({ a: undefined, b: 1, c: undefined })
    expect(stored).toBe('{"@class":"java.util.LinkedHashMap","b":1}')
    expect(decode(stored)).toEqual({ a: undefined, b: 1 })
  })

  test('objects of another realm and without prototype are stored as any other', () => {
    const foreign = runInNewContext('({ list: [1], at: new Date(0), set: new Set() })')
    expect(encode(Object.assign(Object.create(null), foreign))).toBe(
      encode({ list: [1], at: new Date(0), set: new Set() }),
    )
  })

  test('toJSON() is called once, hears the name, and its answer is typed', () => {
    const names: string[] = []
    const noting = {
      toJSON(name: string) {
        names.push(name)
        return new Date(0)
      },
    }
    expect(encode({ at: noting })).toContain('"at":["java.util.Date",0]')
    expect(encode([{ toJSON: () => [1] }])).toBe(encode([[1]]))
    expect(names).toEqual(['at'])
  })

  test('an instance of a class is stored as its own properties', () => {
    class Cart {
      items = [1]
    }
    expect(decode(encode(new Cart()))).toStrictEqual({ items: [1] })
  })
})

describe('what is refused', () => {
  const cycle: Record<string, unknown> = {}
  cycle.a = { list: [new Set([cycle])] }
  const broken = {
    get a() {
      throw new Error('hunter2')
    },
  }

  test.each<[string, unknown, string]>([
    ['undefined', undefined, 'it is undefined. Java has no such value: store null.'],
    ['undefined in an array', { a: [1, undefined] }, "it holds undefined at 'a[1]'"],
    ['a hole', new Array(2), "it holds undefined at '[0]'"],
    ['undefined in a Set', new Set([undefined]), "it holds undefined at '[0]'"],
    ['NaN', { a: Number.NaN }, "it holds NaN at 'a'. JSON has no such number: store text or null."],
    ['Infinity', Number.POSITIVE_INFINITY, 'it is Infinity. '],
    ['-Infinity', Number.NEGATIVE_INFINITY, 'it is -Infinity. '],
    ['a BigInt like a number', { id: 42n }, "safe integers at 'id'. It would be read as a number"],
    ['the largest such BigInt', 2n ** 53n - 1n, 'store Number(value).'],
    ['a BigInt that Java does not read', 10n ** 1000n, 'a BigInt of more than 1000 digits'],
    ['an invalid Date', new Date(Number.NaN), 'it is an invalid Date. Store null.'],
    ['a Map', { m: new Map([['a', 1]]) }, "a Map at 'm'. Java has no such JSON: store Object.from"],
    ['bytes', { b: new Uint8Array(2) }, "bytes at 'b'. Not every Java mapper reads them: store"],
    ['a Buffer', Buffer.from('x'), "bytes.toString('base64')"],
    ["a key '@class'", { a: [{ '@class': 'x' }] }, "an own property '@class' at 'a[0]'"],
    ['a function', { run() {} }, "a function at 'run'. Store data only"],
    ['a symbol', [Symbol('x')], "a symbol at '[0]'"],
    ['a cycle', cycle, "a reference to an object around it at 'a.list[0][0]'"],
    ['a RegExp', { a: /x/ }, "an object of type 'RegExp' at 'a'"],
    ['an Error', new TypeError('hunter2'), "an object of type 'Error'"],
    ['a Promise', Promise.resolve(1), "'Promise'"],
    ['a boxed string', Object('x'), "'String'"],
    ['a getter that throws', [broken], "an object whose getter or toJSON() throws at '[0].a'"],
  ])('%s', (_, value, message) => {
    const error = thrownBy(() => encode(value))
    expect(error).toBeInstanceOf(AttributeNotStorableError)
    expect(error).toMatchObject({ code: 'ATTRIBUTE_NOT_STORABLE', attribute: 'cart' })
    expect((error as Error).message).toContain("'cart' cannot be stored: ")
    expect((error as Error).message).toContain(message)
    expect((error as Error).message).not.toContain('hunter2')
  })

  test('the largest BigInt that Java reads is not', () => {
    const largest = 10n ** 1000n - 1n
    for (const value of [largest, -largest]) expect(decode(encode(value))).toBe(value)
  })
})

describe('what Java wrote', () => {
  test.each<[string, string, unknown]>([
    ['no bytes', '', null],
    ['a whole Double', '3.0', 3],
    ['a number with an exponent', '1e3', 1000],
    ['a Long beyond 2^53', '9007199254740993', 9007199254740993n],
    ['the smallest Long', '-9223372036854775808', -9223372036854775808n],
    ['an Integer -0', '-0', 0],
    ['a Double -0.0', '-0.0', -0],
    ['a Double too large for itself', '1e400', Number.POSITIVE_INFINITY],
    ['a small BigInteger', '["java.math.BigInteger",5]', 5n],
    ['a BigInteger as text', '["java.math.BigInteger","5"]', 5n],
    ['a BigDecimal', '["java.math.BigDecimal",12.50]', '12.50'],
    ['a whole BigDecimal', '["java.math.BigDecimal",12]', '12'],
    ['a BigDecimal as text', '["java.math.BigDecimal","1.5E+3"]', '1.5E+3'],
    [
      'a BigDecimal of many digits',
      `["java.math.BigDecimal",${'9'.repeat(40)}.0]`,
      `${'9'.repeat(40)}.0`,
    ],
    ['a Long with its type', '["java.lang.Long",42]', 42],
    ['a large Long with its type', '["java.lang.Long",9007199254740993]', 9007199254740993n],
    ['a Float with its type', '["java.lang.Float",1.5]', 1.5],
    ['a whole Float', '["java.lang.Float",2]', 2],
    ['a Float that is none', '["java.lang.Float","NaN"]', Number.NaN],
    ['an infinite Double', '["java.lang.Double","-Infinity"]', Number.NEGATIVE_INFINITY],
    ['a counter', '["java.util.concurrent.atomic.AtomicLong",7]', 7],
    ['an enum', '["app.Color","RED"]', 'RED'],
    ['an enum of the JDK', '["java.util.concurrent.TimeUnit","SECONDS"]', 'SECONDS'],
    ['nothing with a type', '["app.Color",null]', null],
    ['no date', '["java.util.Date",null]', null],
    [
      'a date with an offset',
      '["java.util.Date","2023-11-14T23:13:20.123+0100"]',
      new Date(1700000000123),
    ],
    [
      'a date of Jackson 2.x',
      '["java.util.Date","2023-11-14T22:13:20.123+00:00"]',
      new Date(1700000000123),
    ],
    [
      'an Instant',
      '["java.time.Instant","2023-11-14T22:13:20.123456789Z"]',
      new Date(1700000000123),
    ],
    [
      'an Instant in seconds',
      '["java.time.Instant",1700000000.123000000]',
      new Date(1700000000123),
    ],
    ['an Instant before 1970', '["java.time.Instant",-0.001000000]', new Date(-1)],
    ['a whole Instant', '["java.time.Instant",1700000000]', new Date(1700000000000)],
    ['a LocalDate', '["java.time.LocalDate",[2023,11,14]]', [2023, 11, 14]],
    ['bytes', '["[B","AP9/gA=="]', new Uint8Array([0, 255, 127, 128])],
    ['an int[]', '["[I",[1,2]]', [1, 2]],
    ['a String[]', '["[Ljava.lang.String;",["a","b"]]', ['a', 'b']],
    ['a TreeSet', '["java.util.TreeSet",["a"]]', new Set(['a'])],
    ['a Set.of', '["java.util.ImmutableCollections$SetN",["a"]]', new Set(['a'])],
    ['an EnumSet', '["java.util.EnumSet<app.Color>",["RED"]]', new Set(['RED'])],
    ['a KeySet', '["java.util.concurrent.ConcurrentHashMap$KeySetView",[1]]', [1]],
    ['a list of some library', '["org.example.ImmutableList",[1]]', [1]],
    ['an object behind its class', '["org.example.Money",{"amount":5}]', { amount: 5 }],
    ['an object of any class', '{"@class":"app.Cart","a":{"b":[1]}}', { a: { b: [1] } }],
    ['the class at the end', '{"a":1,"@class":"app.Cart"}', { a: 1 }],
    ['the class twice', '{"@class":"app.Cart","a":1,"@class":"app.Cart"}', { a: 1 }],
    ['blanks around', ' { "@class" : "app.Cart" ,\n"a" : [ ] } ', { a: [] }],
  ])('%s: %s', (_, stored, value) => {
    expect(decode(stored)).toStrictEqual(value)
  })

  test('bytes have a buffer of their own', () => {
    const bytes = decode('["[B","AP9/gA=="]') as Uint8Array
    expect(bytes.buffer.byteLength).toBe(4)
  })
})

describe('lists of plain JSON', () => {
  test.each([
    ['a word that is no class', '["a","b"]'],
    ['a host name', '["example.com","b"]'],
    ['a class without package', '["Cart","b"]'],
    ['a class, and more', '["java.util.Date",1,2]'],
    ['a class alone', '["java.util.Date"]'],
    ['a collection and a word', '["java.util.ArrayList","java.util.HashSet"]'],
    ['a class and an object with one', '["app.Cart",{"@class":"app.Cart"}]'],
    ['a name too long for a class', JSON.stringify([`a.${'B'.repeat(1000)}`, 1])],
  ])('%s in front is an element', (_, stored) => {
    const list = JSON.parse(stored) as unknown[]
    const value = decode(stored) as unknown[]
    expect(value).toHaveLength(list.length)
    expect(value[0]).toBe(list[0])
    expect(encode(value)).toMatch(/^\["java\.util\.ArrayList",\[/)
  })

  test('a class in front of a word is what Java would take it for, and is not lost', () => {
    const value = decode('[["com.example.Widget","blue"],1]')
    expect(value).toStrictEqual(['blue', 1])
    expect(encode(value)).toBe('["java.util.ArrayList",[["com.example.Widget","blue"],1]]')
  })
})

describe('what cannot be read', () => {
  test.each([
    ['no JSON', 'hunter2'],
    ['JSON that was cut', '{"a":"hunter2'],
    ['two values', '1 2'],
    ['JDK serialization', new Uint8Array([0xac, 0xed, 0x00, 0x05, 0x74, 0x00, 0x01, 0x78])],
    ['a class that is no text', '{"@class":{"hunter2":1}}'],
    ['a class that is null', '[{"@class":null}]'],
    ['a date that is none', '["java.util.Date","hunter2"]'],
    ['a date that does not exist', '["java.util.Date","2023-13-14T22:13:20Z"]'],
    ['a date without zone', '["java.util.Date","2023-11-14T22:13:20"]'],
    ['a date after the last one', '["java.util.Date",8640000000000001]'],
    ['a date in fractions', '["java.util.Date",1.5]'],
    ['an Instant after the last one', '["java.time.Instant",8640000000001]'],
    ['an Instant that is none', '["java.time.Instant",true]'],
    ['a BigInteger that is none', '["java.math.BigInteger","hunter2"]'],
    ['a BigInteger with decimals', '["java.math.BigInteger",1.5]'],
    ['a whole number of too many digits', '1'.repeat(1001)],
    ['a BigDecimal that is none', '["java.math.BigDecimal","hunter2"]'],
    ['a Double that is none', '["java.lang.Double","hunter2"]'],
    ['bytes in no Base64', '["[B","hunter2!"]'],
    ['bytes without padding', '["[B","AQI"]'],
    ['something inside', '{"@class":"app.Cart","a":["java.util.ArrayList",[["[B","AQI"]]]}'],
  ])('%s', (_, stored) => {
    const error = thrownBy(() => decode(stored))
    expect(error).toBeInstanceOf(AttributeNotDecodableError)
    expect(error).toMatchObject({ code: 'ATTRIBUTE_NOT_DECODABLE', attribute: 'cart' })
    expect((error as Error).message).not.toContain('hunter2')
  })
})

test('names that pollute prototypes are data', () => {
  const json = '"__proto__":{"@class":"app.A","isAdmin":true},"constructor":["[I",[1]]'
  for (const stored of [
    `{"@class":"app.Cart",${json}}`,
    `["java.util.ArrayList",[{"@class":"__proto__",${json}}]]`,
  ]) {
    expect(encode(decode(stored))).toBe(stored)
  }
  const value = decode(`{${json}}`) as object
  expect(Object.keys(value)).toEqual(['__proto__', 'constructor'])
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
})

function thrownBy(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
