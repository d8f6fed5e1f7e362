import { describe, expect, test } from 'vitest'
import { CookieJar } from '../../../src/http/cookie-jar.ts'

const PLAIN = 'http://shop.example/cart/items'
const SECURE = 'https://shop.example/cart/items'
const NOW = Date.UTC(2026, 0, 1)

function jarWith(url: string, ...headers: string[]): CookieJar {
  const jar = new CookieJar()
  jar.store(url, headers, NOW)
  return jar
}

describe('CookieJar', () => {
  test('sends back what it was given, the longest path first', () => {
    const jar = jarWith(PLAIN, 'a=1; Path=/', 'b=2; Path=/cart', 'a=3; Path=/')
    expect(jar.header(PLAIN, NOW)).toBe('b=2; a=3')
    expect(jar.get('a')).toBe('3')
  })

  test.each([
    ['/', '/anything', true],
    ['/cart', '/cart', true],
    ['/cart', '/cart/items', true],
    ['/cart/', '/cart/items', true],
    ['/cart', '/cartoon', false],
    ['/cart', '/', false],
  ])('a cookie for %s and a request to %s: %s', (path, target, isSent) => {
    const jar = jarWith(PLAIN, `a=1; Path=${path}`)
    expect(jar.header(`http://shop.example${target}`, NOW) !== undefined).toBe(isSent)
  })

  test('without a path the cookie belongs to the folder of the request', () => {
    const jar = jarWith(PLAIN, 'a=1')
    expect(jar.header('http://shop.example/cart/other', NOW)).toBe('a=1')
    expect(jar.header('http://shop.example/', NOW)).toBeUndefined()
  })

  test('without a domain the cookie stays with its host', () => {
    const jar = jarWith(PLAIN, 'own=1; Path=/', 'all=1; Path=/; Domain=shop.example')
    expect(jar.header('http://api.shop.example/', NOW)).toBe('all=1')
    expect(jar.header('http://notshop.example/', NOW)).toBeUndefined()
  })

  test('forgets what has expired', () => {
    const jar = jarWith(
      PLAIN,
      'a=1; Path=/; Max-Age=60',
      'b=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
    )
    expect(jar.header(PLAIN, NOW + 59_000)).toBe('a=1')
    expect(jar.header(PLAIN, NOW + 60_000)).toBeUndefined()
    jar.store(PLAIN, ['a=; Path=/; Max-Age=0'], NOW)
    expect(jar.size).toBe(0)
  })

  test('lets Max-Age win over Expires', () => {
    const jar = jarWith(PLAIN, 'a=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60')
    expect(jar.header(PLAIN, NOW)).toBe('a=1')
  })

  test('sends secure cookies over TLS only', () => {
    const jar = jarWith(SECURE, 'a=1; Path=/; Secure')
    expect(jar.header(SECURE, NOW)).toBe('a=1')
    expect(jar.header(PLAIN, NOW)).toBeUndefined()
  })

  test.each([
    ['=1', /no name/],
    ['name', /no name/],
    ['a=1\u0001', /control character/],
    [`a=${'x'.repeat(4096)}`, /4096/],
    ['a=1; Secure', /plain connection/],
    ['a=1; SameSite=None', /SameSite=None/],
    ['a=1; Domain=other.example', /Domain/],
    ['__Secure-a=1', /__Secure-/],
    ['__Host-a=1; Path=/', /__Host-/],
  ])('refuses %j as browsers do, and says why', (header, reason) => {
    const jar = jarWith(PLAIN, header)
    expect(jar.refused).toEqual([{ header, reason: expect.stringMatching(reason) }])
    expect(jar.size).toBe(0)
  })

  test.each([
    '__Host-a=1; Secure; Path=/; Domain=shop.example',
    '__Host-a=1; Secure; Path=/cart',
    '__Host-a=1; Secure',
  ])('refuses %j over TLS too', (header) => {
    expect(jarWith(SECURE, header).refused).toHaveLength(1)
  })

  test('takes a cookie that keeps the rules of its prefix', () => {
    const jar = jarWith(SECURE, '__Host-a=1; Secure; Path=/', '__Secure-b=1; Secure; Path=/')
    expect(jar.header(SECURE, NOW)).toBe('__Host-a=1; __Secure-b=1')
  })
})
