import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SessionError } from '../../../../src/errors/session-error.ts'
import type { Clock } from '../../../../src/expiry/clock.ts'
import type { CookieOptions } from '../../../../src/http/cookie/cookie-options.ts'
import {
  type CookieValue,
  cookieSerializer,
} from '../../../../src/http/cookie/cookie-serializer.ts'
import { hostCookie } from '../../../../src/http/cookie/host-cookie.ts'
import { FakeExchange, type FakeRequest, withCookies } from './fake-exchange.ts'
import { setCookieFaults } from './set-cookie-grammar.ts'

const ID = 'abcdefghijklmnopqrstuvwxyz0123456789'
const ENCODED = 'YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXowMTIzNDU2Nzg5'
const KEY = 'a-key-of-more-than-enough-characters'
const OTHER_KEY = 'another-key-of-more-than-enough-characters'
const clock: Clock = { now: () => Date.UTC(2031, 0, 2, 3, 4, 5, 678) }

function written(
  options: CookieOptions = {},
  cookie: CookieValue = { value: ID },
  request: FakeRequest = {},
): string {
  const exchange = new FakeExchange(request)
  cookieSerializer(options, clock).writeCookie(exchange, cookie)
  const headers = exchange.responseHeaders('Set-Cookie')
  expect(headers).toHaveLength(1)
  expect(setCookieFaults(headers[0]!)).toEqual([])
  return headers[0]!
}

const pairOf = (header: string): string => header.split('; ', 1)[0]!
const read = (cookie: string, options: CookieOptions = {}) =>
  cookieSerializer(options).readCookieValues(withCookies(cookie))
const base64 = (text: string): string => Buffer.from(text).toString('base64')

describe('reading', () => {
  test('yields no id without a Cookie header', () => {
    expect(cookieSerializer().readCookieValues(new FakeExchange())).toEqual([])
  })

  test('ignores a value that is not Base64 and keeps the others', () => {
    const cookie = `SESSION=&&&; SESSION=${base64('one')}; SESSION=a; SESSION=${base64('two')}`
    expect(read(cookie)).toEqual(['one', 'two'])
  })

  test.each([
    ['base64url', Buffer.from([0xfb, 0xff, 0x41]).toString('base64url')],
    ['bytes that are not UTF-8', Buffer.from([0xff, 0xfe, 0xfd]).toString('base64')],
    ['no padding', 'b25lIQ'],
    ['spare bits', 'b25lIR=='],
    ['a blank inside', 'b25l b25l'],
    ['percent signs', 'b25lIQ%3D%3D'],
    ['nothing', ''],
    ['a lone quote', '"b25l'],
  ])('ignores a value with %s', (_, value) => {
    expect(read(`SESSION=${value}`)).toEqual([])
  })

  test('yields all values of the name in the order of the header and no other', () => {
    const cookie = `a=${base64('x')}; SESSION=${base64('z')}; JSESSIONID=1; SESSION="${base64('a')}"`
    expect(read(cookie)).toEqual(['z', 'a'])
  })

  test('reads a custom name and then no other', () => {
    expect(read('SESSION=one; sid=two', { name: 'sid', base64: false })).toEqual(['two'])
  })

  test('reads what Java wrote: standard Base64 of the UTF-8 id', () => {
    expect(read('SESSION=YWE4NTM3OTItNDIxNC00NzRjLTgwN2YtZjgwNWZiY2YxN2Nm')).toEqual([
      'aa853792-4214-474c-807f-f805fbcf17cf',
    ])
    expect(read(`SESSION=${base64('é€')}`)).toEqual(['é€'])
  })

  test.each([
    {},
    { base64: false },
    { jvmRoute: 'a' },
    { signingKeys: [KEY] },
    { signingKeys: [KEY], jvmRoute: 'a', base64: false },
  ])('never throws, whatever the header, with %j', (options) => {
    const serializer = cookieSerializer(options)
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.base64String(),
      fc.string().map((text) => base64(`${text}.a`)),
    )
    fc.assert(
      fc.property(fc.array(anything), (values) => {
        const header = values.map((value) => `SESSION=${value}`).join('; ')
        expect(Array.isArray(serializer.readCookieValues(withCookies(header)))).toBe(true)
      }),
    )
  })
})

describe('what is written', () => {
  test('is the cookie as Spring Session writes it', () => {
    expect(written()).toBe(`SESSION=${ENCODED}; Path=/; HttpOnly; SameSite=Lax`)
  })

  test('is read back, with every shape of the value', () => {
    const id = fc.stringMatching(/^[!#-+\--:<-[\]-~]{1,128}$/)
    const options = fc.record<CookieOptions>(
      {
        base64: fc.boolean(),
        jvmRoute: fc.stringMatching(/^[\w-]{1,10}$/),
        signingKeys: fc.constantFrom([KEY], [OTHER_KEY, KEY]),
        name: fc.constantFrom('SESSION', 'sid', '!#$'),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(id, options, (value, chosen) => {
        const pair = pairOf(written(chosen, { value }))
        expect(read(`other=1; ${pair}`, chosen)).toEqual([value])
      }),
    )
  })

  test('carries the id as it is without Base64', () => {
    expect(pairOf(written({ base64: false }))).toBe(`SESSION=${ID}`)
  })

  test('carries a custom name', () => {
    expect(pairOf(written({ name: 'sid' }))).toBe(`sid=${ENCODED}`)
  })

  test.each([
    [undefined, false, false],
    [undefined, true, true],
    ['auto', false, false],
    ['auto', true, true],
    [true, false, true],
    [true, true, true],
    [false, false, false],
    [false, true, false],
  ] as const)('with secure %s and a TLS request %s says Secure: %s', (option, tls, expected) => {
    const options = option === undefined ? {} : { secure: option }
    expect(/; Secure\b/.test(written(options, { value: ID }, { secure: tls }))).toBe(expected)
  })

  test('says HttpOnly unless that is off', () => {
    expect(written()).toContain('; HttpOnly')
    expect(written({ httpOnly: true })).toContain('; HttpOnly')
    expect(written({ httpOnly: false })).not.toContain('HttpOnly')
  })

  test('says Domain only when a domain is known', () => {
    const domainPattern = /^.+?\.(\w+\.[a-z]+)$/
    const from = (hostname: string) => written({ domainPattern }, { value: ID }, { hostname })
    expect(written({}, { value: ID }, { hostname: 'a.example.com' })).not.toContain('Domain')
    expect(written({ domain: 'example.com' })).toContain('; Domain=example.com;')
    expect(from('child.sub.example.com')).toContain('; Domain=example.com;')
    expect(from('localhost')).not.toContain('Domain')
    expect(from('x.example.com; Path=/evil')).not.toContain('Domain')
  })

  test.each([
    [undefined, '', '/'],
    [undefined, '/app', '/app'],
    ['/mine', '/app', '/mine'],
    ['/', '/app', '/'],
  ])('with path %j and the context path %j says Path=%s', (path, contextPath, expected) => {
    const header = written(path === undefined ? {} : { path }, { value: ID }, { contextPath })
    expect(header).toContain(`; Path=${expected};`)
  })

  test('has neither Max-Age nor Expires unless asked', () => {
    expect(written()).not.toMatch(/Max-Age|Expires/)
  })

  test('says Max-Age and the GMT date of it', () => {
    expect(written({ maxAge: '100s' })).toBe(
      `SESSION=${ENCODED}; Max-Age=100; Expires=Thu, 02 Jan 2031 03:05:45 GMT; Path=/; HttpOnly; SameSite=Lax`,
    )
  })

  test.each([50, 0])('prefers the Max-Age %d of the call', (maxAge) => {
    expect(written({ maxAge: '100s' }, { value: ID, maxAge })).toContain(`; Max-Age=${maxAge};`)
  })

  test('expires at the epoch with Max-Age 0', () => {
    const header = written({}, { value: ID, maxAge: 0 })
    expect(header).toContain('; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT;')
  })

  test('outlives the browser by far when the user is to be remembered, whatever else is set', () => {
    const header = written({ maxAge: '100s' }, { value: ID, rememberMe: true, maxAge: 50 })
    expect(header).toContain('; Max-Age=2147483647; Expires=Tue, 20 Jan 2099 06:18:12 GMT;')
  })

  test('keeps the normal age when the user is not to be remembered', () => {
    const header = written({ maxAge: '100s' }, { value: ID, rememberMe: false })
    expect(header).toContain('; Max-Age=100;')
  })

  test('never names a date with a year of five digits', () => {
    const header = written({}, { value: ID, maxAge: Number.MAX_SAFE_INTEGER })
    expect(header).toContain('; Expires=Fri, 31 Dec 9999 23:59:59 GMT;')
  })

  test('says SameSite=Lax, another, or nothing of it', () => {
    expect(written()).toMatch(/; SameSite=Lax$/)
    expect(written({ sameSite: 'Strict' })).toMatch(/; SameSite=Strict$/)
    expect(written({ sameSite: 'None', secure: true })).toMatch(/; SameSite=None$/)
    expect(written({ sameSite: false })).not.toContain('SameSite')
  })

  test('holds to the rules of its prefix with the preset', () => {
    expect(written(hostCookie(), { value: ID }, { contextPath: '/app', hostname: 'a.test' })).toBe(
      `__Host-SESSION=${ENCODED}; Path=/; Secure; HttpOnly; SameSite=Lax`,
    )
  })

  test('is one more Set-Cookie beside those that are there', () => {
    const exchange = new FakeExchange()
    exchange.appendResponseHeader('Set-Cookie', 'theme=dark')
    cookieSerializer().writeCookie(exchange, { value: ID })
    expect(exchange.responseHeaders('set-cookie')).toEqual([
      'theme=dark',
      `SESSION=${ENCODED}; Path=/; HttpOnly; SameSite=Lax`,
    ])
  })
})

describe('expiring', () => {
  test('empties the value and dates it back, also with an age of its own', () => {
    const expired =
      'SESSION=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/; HttpOnly; SameSite=Lax'
    expect(written({}, { value: '' })).toBe(expired)
    expect(written({ maxAge: '100s' }, { value: '' })).toBe(expired)
    expect(written({}, { value: '', maxAge: 50, rememberMe: true })).toBe(expired)
    expect(written({ jvmRoute: 'a', signingKeys: [KEY] }, { value: '' })).toBe(expired)
  })

  test('names the same cookie with the same attributes', () => {
    const options: CookieOptions = {
      name: 'sid',
      domainPattern: /^\w+\.(example\.com)$/,
      secure: true,
      partitioned: true,
      sameSite: 'None',
      priority: 'High',
    }
    const request = { contextPath: '/app', hostname: 'a.example.com' }
    expect(written(options, { value: '' }, request)).toBe(
      'sid=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Domain=example.com; Path=/app; Secure; HttpOnly; Partitioned; SameSite=None; Priority=High',
    )
  })
})

describe('writing refuses', () => {
  const bad = ['\r', '\n', '\0', '\t', ';', ',', '"', '\\', ' ', '\x7f', '\u0085', '\u2028', 'é']

  test.each(bad)('the value with %j, with and without Base64, and does not print it', (text) => {
    for (const options of [{}, { base64: false }]) {
      const exchange = new FakeExchange()
      const error = thrownBy(() =>
        cookieSerializer(options).writeCookie(exchange, { value: `canary${text}` }),
      )
      expect(error.code).toBe('INVALID_OPTION')
      expect(inspect(error)).not.toContain('canary')
      expect(exchange.responseHeaders('Set-Cookie')).toEqual([])
    }
  })

  test('a cookie that browsers would drop for its size, and no smaller one', () => {
    const options = { base64: false }
    const longest = 4096 - 'SESSION'.length
    expect(pairOf(written(options, { value: 'x'.repeat(longest) }))).toHaveLength(4097)
    expect(() => written(options, { value: 'x'.repeat(longest + 1) })).toThrow(/4096/)
    expect(() => written({}, { value: 'x'.repeat(5000) })).toThrow(/4096/)
  })

  const badInPath = bad.filter((text) => text !== '"' && text !== '\\')

  test.each([...badInPath.map((text) => [text, text]), ['5000 characters', 'x'.repeat(5000)]])(
    'a path from the URL with %j',
    (_, text) => {
      const exchange = new FakeExchange({ contextPath: `/a${text}b` })
      const error = thrownBy(() => cookieSerializer().writeCookie(exchange, { value: ID }))
      expect(error.message).toContain("Set the cookie's 'path' option.")
      expect(exchange.responseHeaders('Set-Cookie')).toEqual([])
    },
  )

  test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '100'])('the age %s', (maxAge) => {
    const cookie = { value: ID, maxAge: maxAge as number }
    expect(() => written({}, cookie)).toThrow(/whole seconds/)
  })

  test('a value that is no text', () => {
    const cookie = { value: { $gt: '' } as unknown as string }
    expect(() => written({}, cookie)).toThrow(/object/)
  })

  test('whatever would break the header, for any value, path and host', () => {
    const any = fc.string({ unit: 'binary', maxLength: 30 })
    fc.assert(
      fc.property(any, any, any, fc.boolean(), (value, path, hostname, plain) => {
        const exchange = new FakeExchange({ contextPath: `/${path}`, hostname })
        const options = { domainPattern: /^(.*)$/s, base64: !plain }
        try {
          cookieSerializer(options).writeCookie(exchange, { value })
        } catch (error) {
          expect(SessionError.isInstance(error)).toBe(true)
        }
        for (const header of exchange.responseHeaders('Set-Cookie')) {
          expect(setCookieFaults(header)).toEqual([])
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a route', () => {
  test('stands behind the id, inside the Base64', () => {
    expect(pairOf(written({ jvmRoute: 'node1' }))).toBe(`SESSION=${base64(`${ID}.node1`)}`)
    expect(pairOf(written({ jvmRoute: 'node1', base64: false }))).toBe(`SESSION=${ID}.node1`)
  })

  test('is taken off again, that of a node that is gone too', () => {
    const options = { jvmRoute: 'node1' }
    expect(read(`SESSION=${base64(`${ID}.node1`)}`, options)).toEqual([ID])
    expect(read(`SESSION=${base64(`${ID}.node2`)}`, options)).toEqual([ID])
  })

  test('may be missing, from before there were routes', () => {
    const signingKeys = [KEY]
    expect(read(pairOf(written()), { jvmRoute: 'node1' })).toEqual([ID])
    expect(read(pairOf(written({ signingKeys })), { jvmRoute: 'node1', signingKeys })).toEqual([ID])
  })

  test('stays at the end of a signed value, where load balancers look', () => {
    const pair = pairOf(written({ jvmRoute: 'node1', signingKeys: [KEY], base64: false }))
    expect(pair).toMatch(new RegExp(`^SESSION=${ID}\\.[\\w-]{43}\\.node1$`))
  })
})

describe('a signed cookie', () => {
  const signed = { signingKeys: [KEY] }

  test('carries the id and its signature inside the Base64', () => {
    const text = Buffer.from(pairOf(written(signed)).slice('SESSION='.length), 'base64').toString()
    expect(text).toMatch(new RegExp(`^${ID}\\.[\\w-]{43}$`))
    expect(read(pairOf(written(signed)), signed)).toEqual([ID])
  })

  test('of an older key is accepted until the key is taken away', () => {
    const pair = pairOf(written(signed))
    expect(read(pair, { signingKeys: [OTHER_KEY, KEY] })).toEqual([ID])
    expect(read(pair, { signingKeys: [OTHER_KEY] })).toEqual([])
  })

  test('without its signature is no id', () => {
    expect(read(pairOf(written()), signed)).toEqual([])
    expect(read(`SESSION=${ID}`, signed)).toEqual([])
  })

  test.each([signed, { ...signed, base64: false }])(
    'is no id with any one bit flipped, nor cut anywhere, with %j',
    (options) => {
      const value = pairOf(written(options)).slice('SESSION='.length)
      for (let at = 0; at < value.length; at++) {
        expect(read(`SESSION=${value.slice(0, at)}`, options)).toEqual([])
        expect(read(`SESSION=${value.slice(at + 1)}`, options)).toEqual([])
        for (let bit = 0; bit < 8; bit++) {
          const flipped = String.fromCharCode(value.charCodeAt(at) ^ (1 << bit))
          const forged = value.slice(0, at) + flipped + value.slice(at + 1)
          expect(read(`SESSION=${forged}`, options)).toEqual([])
        }
      }
    },
  )

  test('does not show its keys', () => {
    expect(inspect(cookieSerializer(signed), { depth: 9, showHidden: true })).not.toContain(KEY)
  })
})

function thrownBy(call: () => unknown): SessionError {
  try {
    call()
  } catch (error) {
    if (SessionError.isInstance(error)) return error
    throw error
  }
  throw new Error('Nothing was thrown.')
}
