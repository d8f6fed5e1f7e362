import { describe, expect, test } from 'vitest'
import type { CookieOptions } from '../../../../src/http/cookie/cookie-options.ts'
import { cookieSerializer } from '../../../../src/http/cookie/cookie-serializer.ts'
import { cookieIdResolver } from '../../../../src/http/id-resolver/cookie-id-resolver.ts'
import { FakeExchange, withCookies } from '../cookie/fake-exchange.ts'

const ID = 'abcdefghijklmnopqrstuvwxyz0123456789'
const ENCODED = 'YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXowMTIzNDU2Nzg5'

describe('cookieIdResolver', () => {
  test('makes responses vary by Cookie', () => {
    expect(cookieIdResolver().vary).toEqual(['Cookie'])
  })

  test('finds every id presented', () => {
    const exchange = withCookies(`SESSION=${ENCODED}; SESSION=b25l`)
    expect(cookieIdResolver().resolveSessionIds(exchange)).toEqual([ID, 'one'])
  })

  test('tells an id by one Set-Cookie', () => {
    const exchange = new FakeExchange()
    cookieIdResolver().setSessionId(exchange, ID)
    expect(exchange.responseHeaders('Set-Cookie')).toEqual([
      `SESSION=${ENCODED}; Path=/; HttpOnly; SameSite=Lax`,
    ])
  })

  test.each([
    [true, '; Max-Age=2147483647;'],
    [false, '; Max-Age=100;'],
  ])('tells an id with rememberMe %s as %s', (rememberMe, age) => {
    const exchange = new FakeExchange()
    cookieIdResolver({ maxAge: '100s' }).setSessionId(exchange, ID, { rememberMe })
    expect(exchange.responseHeader('Set-Cookie')).toContain(age)
  })

  test.each([
    ['', '/'],
    ['/app', '/app'],
  ])('expires a cookie of its own name and of the context path %j', (contextPath, path) => {
    const exchange = new FakeExchange({ contextPath })
    cookieIdResolver({ name: 'sid' }).expireSession(exchange)
    expect(exchange.responseHeaders('Set-Cookie')).toEqual([
      `sid=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=${path}; HttpOnly; SameSite=Lax`,
    ])
  })

  test('works with a serializer of the user', () => {
    const serializer = cookieSerializer({ name: 'sid', base64: false })
    const resolver = cookieIdResolver({ serializer })
    const exchange = withCookies('SESSION=b25l; sid=two')
    resolver.setSessionId(exchange, ID)
    expect(resolver.resolveSessionIds(exchange)).toEqual(['two'])
    expect(exchange.responseHeader('Set-Cookie')).toContain(`sid=${ID};`)
  })

  test('refuses options beside a serializer, which would not count', () => {
    const options = { serializer: cookieSerializer(), name: 'sid' }
    expect(() => cookieIdResolver(options)).toThrow(/'name'/)
  })

  test.each([null, { name: 'a b' }])('refuses %j', (options) => {
    expect(() => cookieIdResolver(options as CookieOptions)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    )
  })
})
