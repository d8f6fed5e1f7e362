import { expect, test } from 'vitest'
import { SessionError } from '../../../../src/errors/session-error.ts'
import type { CookieOptions } from '../../../../src/http/cookie/cookie-options.ts'
import { cookieSerializer } from '../../../../src/http/cookie/cookie-serializer.ts'
import { FakeExchange } from './fake-exchange.ts'
import { setCookieFaults } from './set-cookie-grammar.ts'

/** Each with what it cannot do without, so that a pair is refused only for a contradiction. */
const CHOICES: readonly CookieOptions[] = [
  { name: '__Host-SESSION', secure: true, path: '/' },
  { name: '__Secure-SESSION', secure: true },
  { path: '/' },
  { path: '/app' },
  { domain: 'example.com' },
  { domainPattern: /^\w+\.(example\.com)$/ },
  { maxAge: '14d' },
  { httpOnly: false },
  { secure: true },
  { secure: false },
  { sameSite: 'Strict' },
  { sameSite: 'None', secure: true },
  { sameSite: false },
  { partitioned: true, secure: true },
  { priority: 'High' },
  { base64: false },
  { jvmRoute: 'node1' },
  { signingKeys: ['a-key-of-more-than-enough-characters'] },
]

test('every pair of options gives exactly this header, or is refused', () => {
  const lines = CHOICES.flatMap((first, at) =>
    CHOICES.slice(at + 1)
      .filter((second) => Object.keys(first)[0] !== Object.keys(second)[0])
      .map((second) => `${show({ ...first, ...second })}\n  ${outcome({ ...first, ...second })}`),
  )
  expect(lines.join('\n')).toMatchSnapshot()
})

test('every pair of options expires the cookie with the attributes that it was set with', () => {
  for (const first of CHOICES) {
    for (const second of CHOICES) {
      const options = { ...first, ...second }
      const [set, expired] = [outcome(options), outcome(options, '')]
      if (set.startsWith('refused')) continue
      expect(expired).toMatch(/^[^=]+=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; /)
      expect(identity(expired)).toBe(identity(set))
    }
  }
})

function outcome(options: CookieOptions, value = 'abcdefghijklmnopqrstuvwxyz0123456789'): string {
  const exchange = new FakeExchange({ secure: true, hostname: 'a.example.com' })
  try {
    cookieSerializer(options, { now: () => 0 }).writeCookie(exchange, { value })
  } catch (error) {
    if (SessionError.isInstance(error)) return `refused: ${error.message}`
    throw error
  }
  const headers = exchange.responseHeaders('Set-Cookie')
  expect(headers).toHaveLength(1)
  expect(setCookieFaults(headers[0]!)).toEqual([])
  return headers[0]!
}

/** Everything but value and age. */
const identity = (header: string): string =>
  header.replace(/=[^;]*/, '').replace(/; Max-Age=[^;]*; Expires=[^;]*/, '')

const show = (options: CookieOptions): string =>
  Object.entries(options)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')
