import { describe, expect, test } from 'vitest'
import type { CookieOptions } from '../../../../src/http/cookie/cookie-options.ts'
import { cookieSerializer } from '../../../../src/http/cookie/cookie-serializer.ts'
import { hostCookie } from '../../../../src/http/cookie/host-cookie.ts'

/** Options as JavaScript may pass them. */
const make = (options: unknown) => () => cookieSerializer(options as CookieOptions)
const PATTERN = /^.+?\.(\w+\.[a-z]+)$/

describe('the options of the cookie', () => {
  test.each([
    ['name', ''],
    ['name', 'a b'],
    ['name', 'a;b'],
    ['name', 'a=b'],
    ['name', 'ä'],
    ['name', null],
    ['path', 'app'],
    ['path', ''],
    ['path', null],
    ['path', '/a;b'],
    ['path', '/a b'],
    ['domain', '.example.com'],
    ['domain', 'example.com;'],
    ['domain', ''],
    ['domainPattern', '^(.+)$'],
    ['domainPattern', /^.+$/],
    ['domainPattern', /^(?:.+)$/],
    ['maxAge', 3600000],
    ['maxAge', '14 days'],
    ['maxAge', '0s'],
    ['maxAge', '1500ms'],
    ['httpOnly', 'yes'],
    ['secure', 'always'],
    ['secure', null],
    ['sameSite', 'sometimes'],
    ['sameSite', true],
    ['sameSite', null],
    ['partitioned', 1],
    ['priority', 'Urgent'],
    ['base64', 'url'],
    ['jvmRoute', 'a.b'],
    ['jvmRoute', ''],
    ['jvmRoute', 7],
    ['signingKeys', []],
  ])('refuse %s: %j and name the option', (option, value) => {
    expect(make({ [option]: value })).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTION',
        message: expect.stringMatching(new RegExp(`^cookie\\.${option}: .* is not valid\\. [A-Z]`)),
      }),
    )
  })

  const bad = ['\r', '\n', '\0', '\t', '\x7f', ';', ',', '\u0085', '\u2028', 'é']

  test.each([...bad.map((text) => [text, text]), ['5000 characters', 'x'.repeat(5000)]])(
    'refuse %j in name, path, domain and route',
    (_, text) => {
      const refused = expect.objectContaining({ code: 'INVALID_OPTION' })
      expect(make({ name: `SES${text}SION` })).toThrow(refused)
      expect(make({ path: `/a${text}b` })).toThrow(refused)
      expect(make({ domain: `a${text}.test` })).toThrow(refused)
      expect(make({ jvmRoute: `a${text}b` })).toThrow(refused)
    },
  )

  test.each([
    [{ sameSite: 'lax' }, "Write 'Lax'."],
    [{ sameSite: 'none' }, "Write 'None'."],
    [{ sameSite: true }, "Write 'Lax' or 'Strict' or 'None' or false."],
    [{ priority: 'high' }, "Write 'High'."],
    [{ secure: 'AUTO' }, "Write 'auto'."],
    [{ samesite: 'Lax' }, "Write 'sameSite'."],
    [{ httponly: true }, "Write 'httpOnly'."],
    [{ maxage: '1h' }, "Write 'maxAge'."],
    [{ expires: new Date(0) }, "Write 'maxAge'"],
    [{ secret: 'keyboard cat' }, "Write 'signingKeys'"],
    [{ signed: true }, "Write 'signingKeys'."],
    [{ cookieName: 'SID' }, "Write 'name'."],
    [{ domainNamePattern: PATTERN }, "Write 'domainPattern'."],
    [{ useBase64Encoding: false }, "Write 'base64'."],
    [{ rememberMeRequestAttribute: 'remember' }, 'Call rememberMe()'],
    [{ flavour: 'chocolate' }, 'The options are name, path, domain'],
    [{ toString: 1 }, 'The options are name'],
  ])('tell for %j what was meant', (options, remedy) => {
    expect(make(options)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }))
    expect(make(options)).toThrow(remedy)
  })

  test('do not print what a foreign option holds', () => {
    expect(make({ secret: 'keyboard cat' })).not.toThrow(/keyboard cat/)
    expect(make({ secret: 'keyboard cat' })).toThrow(/'secret'/)
  })

  test.each([null, 'SESSION', 7])('refuse %j in place of options', (options) => {
    expect(make(options)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }))
  })

  test.each([
    ['domain', { domain: 'example.com', domainPattern: PATTERN }],
    ['domain', { domainPattern: PATTERN, domain: 'example.com' }],
    ['secure', { name: '__Host-SESSION', path: '/' }],
    ['secure', { name: '__host-SESSION', path: '/', secure: false }],
    ['path', { name: '__Host-SESSION', secure: true }],
    ['path', { name: '__Host-SESSION', secure: true, path: '/app' }],
    ['domain', { name: '__Host-SESSION', secure: true, path: '/', domain: 'example.com' }],
    ['domainPattern', { name: '__Host-SESSION', secure: true, path: '/', domainPattern: PATTERN }],
    ['secure', { name: '__Secure-SESSION' }],
    ['secure', { name: '__secure-SESSION', secure: false }],
    ['secure', { sameSite: 'None' }],
    ['secure', { sameSite: 'None', secure: false }],
    ['secure', { partitioned: true }],
    ['secure', { partitioned: true, secure: false }],
  ])('refuse, naming %s, the combination %j', (option, options) => {
    expect(make(options)).toThrow(new RegExp(`^cookie\\.${option}: `))
  })

  test.each([
    { name: '__Host-SESSION', secure: true, path: '/' },
    { name: '__Secure-SESSION', secure: true, domain: 'example.com' },
    { sameSite: 'None', secure: true },
    { partitioned: true, secure: true },
    { domainPattern: PATTERN },
    { domainPattern: /^(?<domain>.+)$/u },
    { name: "!#$%&'*+-.^_`|~09azAZ" },
    { maxAge: '36500d' },
    { path: undefined, name: undefined, sameSite: undefined, domain: undefined },
  ])('allow %j', (options) => {
    expect(make(options)).not.toThrow()
  })

  test('of the preset hostCookie() keep the rules of its prefix', () => {
    expect(hostCookie()).toEqual({ name: '__Host-SESSION', secure: true, path: '/' })
    expect(hostCookie({ maxAge: '14d', sameSite: 'Strict' })).toEqual({
      name: '__Host-SESSION',
      secure: true,
      path: '/',
      maxAge: '14d',
      sameSite: 'Strict',
    })
    expect(make(hostCookie())).not.toThrow()
    expect(make(hostCookie({ path: '/app' } as CookieOptions))).toThrow(/^cookie\.path: /)
    expect(make(hostCookie({ domain: 'a.test' } as CookieOptions))).toThrow(/^cookie\.domain: /)
    expect(make(hostCookie({ secure: false } as CookieOptions))).toThrow(/^cookie\.secure: /)
  })
})
