import { describe, expect, test } from 'vitest'
import { cookieDomain } from '../../../../src/http/cookie/cookie-domain.ts'

const PATTERN = /^.+?\.(\w+\.[a-z]+)$/

describe('cookieDomain', () => {
  test('is the configured domain for every host', () => {
    const domain = cookieDomain({ domain: 'example.com' })
    expect([
      domain({ hostname: 'a.example.com' }),
      domain({ hostname: 'other.test' }),
      domain({ hostname: undefined }),
    ]).toEqual(['example.com', 'example.com', 'example.com'])
  })

  test('is none without an option', () => {
    expect(cookieDomain({})({ hostname: 'a.example.com' })).toBeUndefined()
  })

  test.each([
    ['child.sub.example.com', 'example.com'],
    ['www.example.com', 'example.com'],
    ['WWW.EXAMPLE.COM', 'EXAMPLE.COM'],
    ['example.com', undefined],
    ['localhost', undefined],
    ['127.0.0.1', undefined],
    ['[::1]', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('captures from host %j the domain %j', (hostname, domain) => {
    expect(cookieDomain({ domainPattern: PATTERN })({ hostname })).toBe(domain)
  })

  test('matches the whole host, as anchors do not matter', () => {
    const domain = cookieDomain({ domainPattern: /(example\.com)|(never)/ })
    expect(domain({ hostname: 'example.com' })).toBe('example.com')
    expect(domain({ hostname: 'example.com.evil.test' })).toBeUndefined()
    expect(domain({ hostname: 'evil-example.com' })).toBeUndefined()
  })

  test('answers the same each time for a sticky or global pattern', () => {
    const domain = cookieDomain({ domainPattern: /^\w+\.(example\.com)$/gimy })
    expect([1, 2, 3].map(() => domain({ hostname: 'a.example.com' }))).toEqual(
      Array(3).fill('example.com'),
    )
  })

  test.each([
    'evil.test; Path=/',
    'a\r\nSet-Cookie: x=1',
    'a,b',
    'a b',
    'exämple.test',
    'a\u0085b',
    'a\u2028b',
    'a\0b',
    '.test',
    'test.',
    '-test',
    'a..b',
    'x'.repeat(64),
    `${'a.'.repeat(2500)}test`,
  ])('narrows the cookie to its host when the host %j is no domain', (hostname) => {
    expect(cookieDomain({ domainPattern: /^(.*)$/s })({ hostname })).toBeUndefined()
  })
})
