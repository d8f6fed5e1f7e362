import { describe, expect, test } from 'vitest'
import { jacksonCodec } from '../../../src/codec/jackson-codec.ts'
import { MapSessionRepository } from '../../../src/map/map-session-repository.ts'
import { type RecordedValue, recording, textOf } from './java-recordings.ts'

const codec = jacksonCodec()
const context = { attribute: 'cart' }

/** What is written after `change` was made to what was read from `stored`. */
// biome-ignore lint/suspicious/noExplicitAny: a test changes values of every shape
function rewrite(stored: string, change: (value: any) => void): string {
  const value = codec.decode(stored, context)
  change(value)
  return codec.encode(value, context) as string
}

describe('a change inside of what Java wrote', () => {
  const { values } = recording<{ values: Record<string, RecordedValue> }>('codec-security-json-3.5')

  test('a security context stays one, whatever is changed in it', () => {
    const stored = textOf(values.securityContext!.base64!)
    const written = rewrite(stored, (it) => {
      it.authentication.authenticated = false
      it.authentication.authorities.push(it.authentication.authorities[0])
      it.authentication.details = { ip: '::1' }
    })
    const authority =
      '{"@class":"org.springframework.security.core.authority.SimpleGrantedAuthority","authority":"ROLE_USER"}'
    expect(written).toBe(
      stored
        .replace('"authenticated":true', '"authenticated":false')
        .replace(`List",[${authority}]`, `List",[${authority},${authority}]`)
        .replace('"details":null', '"details":{"@class":"java.util.LinkedHashMap","ip":"::1"}'),
    )
  })

  test("keeps the types of all that was not changed, in Java's own class", () => {
    const stored =
      '{"@class":"app.Cart","n":1,"l":["java.lang.Long",2],"p":["java.math.BigDecimal",12.50],' +
      '"d":3.0,"c":["app.Color","RED"],"at":["java.util.GregorianCalendar",5],"b":["[B","AQI="],' +
      '"when":["java.time.Instant",1700000000.123456789],"big":9007199254740993,"max":1e400,' +
      '"tags":["a","b"],"box":{"w":1.0},"s":["java.util.TreeSet",[1.0,["java.lang.Long",2]]],' +
      '"money":["app.Money",{"x":["java.lang.Long",1]}]}'
    expect(rewrite(stored, () => {})).toBe(stored)
    expect(rewrite(stored, (it) => (it.n = 2))).toBe(stored.replace('"n":1', '"n":2'))
  })

  test.each<[string, string, unknown, string]>([
    ['a Long', '["java.lang.Long",2]', 3, '["java.lang.Long",3]'],
    ['a Long, a fraction', '["java.lang.Long",2]', 2.5, '2.5'],
    ['a Long, text', '["java.lang.Long",2]', 'x', '"x"'],
    ['a Long, null', '["java.lang.Long",2]', null, 'null'],
    ['a Long, a list', '["java.lang.Long",2]', [], '["java.util.ArrayList",[]]'],
    ['a large Long', '["java.lang.Long",9007199254740993]', 5n, '["java.lang.Long",5]'],
    [
      'a Long, more than it holds',
      '["java.lang.Long",9007199254740993]',
      2n ** 63n,
      String(2n ** 63n),
    ],
    ['a Byte', '["java.lang.Byte",2]', 127, '["java.lang.Byte",127]'],
    ['a Byte, more than it holds', '["java.lang.Byte",2]', 128, '128'],
    ['a BigInteger', '["java.math.BigInteger",2]', 3n, '["java.math.BigInteger",3]'],
    ['a BigDecimal', '["java.math.BigDecimal",1.50]', '2.50', '["java.math.BigDecimal","2.50"]'],
    ['a BigDecimal, a word', '["java.math.BigDecimal",1.50]', 'two', '"two"'],
    ['a Double', '1.5', 2, '2.0'],
    ['a Double, -0', '1.5', -0, '-0.0'],
    ['a Double, a large number', '1.5', 2 ** 60, '1152921504606846976.0'],
    ['a Float', '["java.lang.Float",1.5]', 2, '["java.lang.Float",2.0]'],
    ['an enum', '["app.Color","RED"]', 'BLUE', '["app.Color","BLUE"]'],
    [
      'a Boolean',
      '["java.util.concurrent.atomic.AtomicBoolean",true]',
      false,
      '["java.util.concurrent.atomic.AtomicBoolean",false]',
    ],
    ['nothing', '["app.Color",null]', { a: 1 }, '{"@class":"java.util.LinkedHashMap","a":1}'],
    ['an Integer', '1', 1.5, '1.5'],
  ])(
    'another value in the place of %s is typed like it, if it fits',
    (_, stood, value, written) => {
      const change = (it: Record<string, unknown>) => (it.a = value)
      const map = (text: string) => `{"@class":"java.util.HashMap","a":${text}}`
      expect(rewrite(map(stood), change)).toBe(map(written))
    },
  )

  test('a class that stands before its object stays there', () => {
    for (const type of ['org.example.Money', 'java.util.LinkedHashMap']) {
      const stored = `["${type}",{"a":1}]`
      expect(rewrite(stored, (it) => (it.a = 2))).toBe(stored.replace('1', '2'))
    }
  })

  test('a date that is set keeps its type', () => {
    const set = (it: Date) => it.setTime(7)
    expect(rewrite('["java.util.GregorianCalendar",5]', set)).toBe(
      '["java.util.GregorianCalendar",7]',
    )
    expect(rewrite('["java.util.Date","2023-11-14T22:13:20Z"]', set)).toBe('["java.util.Date",7]')
    expect(rewrite('["java.time.Instant",1700000000.123456789]', set)).toBe(
      '["java.time.Instant","1970-01-01T00:00:00.007Z"]',
    )
  })

  test('bytes keep their type', () => {
    expect(rewrite('["[B","AQI="]', (it) => (it[0] = 2))).toBe('["[B","AgI="]')
  })

  test('elements that come and go leave the others and the collection as they are', () => {
    const list = '["java.util.LinkedList",[["java.lang.Long",1],2.0]]'
    expect(rewrite(list, (it) => it.push(3))).toBe(
      '["java.util.LinkedList",[["java.lang.Long",1],2.0,3]]',
    )
    const set = '["java.util.HashSet",[["java.lang.Long",1],"a"]]'
    const change = (it: Set<unknown>) => it.delete('a') && it.add(5)
    expect(rewrite(set, change)).toBe('["java.util.HashSet",[["java.lang.Long",1],5]]')
  })

  test('an object that moved keeps its type, a copy of it does not', () => {
    const stored = '["java.util.ArrayList",[{"@class":"app.Item","n":["java.lang.Long",1]}]]'
    expect(rewrite(stored, (it) => it.unshift(0))).toBe(stored.replace('[{', '[0,{'))
    expect(rewrite(stored, (it) => (it[0] = { ...it[0] }))).toBe(
      '["java.util.ArrayList",[{"@class":"java.util.LinkedHashMap","n":1}]]',
    )
  })

  test("a type is seen by nobody: not in keys, copies, comparisons or Node's inspect", () => {
    const value = codec.decode('{"@class":"app.Cart","a":["java.lang.Long",1]}', context) as object
    expect(Reflect.ownKeys(value)).toEqual(['a'])
    expect(structuredClone(value)).toStrictEqual({ a: 1 })
    expect(value).toStrictEqual({ a: 1 })
  })

  test("even an object of Java's own class may not be given a key '@class'", () => {
    const change = (it: Record<string, unknown>) => (it['@class'] = 'app.Evil')
    expect(() => rewrite('{"@class":"app.Cart"}', change)).toThrow("an own property '@class'")
  })
})

describe('what had no type', () => {
  const cart = (tags: string) => `{"@class":"app.Cart","tags":${tags}}`

  test.each([
    ['changed', (it: { tags: unknown[] }) => it.tags.push('c'), '["a","b","c"]'],
    ['replaced', (it: { tags: unknown[] }) => (it.tags = ['c']), '["c"]'],
  ])("needs none in a field of Java's own class, when it is %s", (_, change, written) => {
    expect(rewrite(cart('["a","b"]'), change)).toBe(cart(written))
  })

  test('gets one anywhere else, since Java cannot read it', () => {
    expect(rewrite('["a","b"]', (it) => it.push('c'))).toBe('["java.util.ArrayList",["a","b","c"]]')
    expect(rewrite('{"@class":"java.util.HashMap","a":{"b":[]}}', () => {})).toBe(
      '{"@class":"java.util.HashMap","a":{"@class":"java.util.LinkedHashMap","b":["java.util.ArrayList",[]]}}',
    )
  })

  test("gets one when it leaves Java's own class", () => {
    const value = codec.decode(cart('["a","b"]'), context) as { tags: unknown }
    expect(codec.encode([value.tags, value], context)).toBe(
      `["java.util.ArrayList",[["java.util.ArrayList",["a","b"]],${cart('["a","b"]')}]]`,
    )
  })
})

test('a session writes what was changed, and the rest of the attributes stays as it is', async () => {
  const attributes = { cart: '{"@class":"app.Cart","n":1,"d":3.0}', other: '["java.lang.Long",1]' }
  const stored = { creationTime: Date.now(), lastAccessedTime: Date.now(), maxInactiveInterval: 60 }
  const id = '123e4567-e89b-12d3-a456-426614174000'
  const map = new Map([[id, { ...stored, attributes, indexes: {} }]])
  const repository = new MapSessionRepository<{ cart: { n: number }; other: number }>(map, {
    codec,
  })
  const session = (await repository.findById(id))!
  expect(session.attributes.other).toBe(1)
  session.attributes.cart!.n++
  await repository.save(session)
  const cart = '{"@class":"app.Cart","n":2,"d":3.0}'
  expect({ ...map.get(id)!.attributes }).toEqual({ ...attributes, cart })
})
