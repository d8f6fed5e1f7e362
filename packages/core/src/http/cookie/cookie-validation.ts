import { InvalidOptionError } from '../../errors/invalid-option-error.ts'
import { milliseconds } from '../../expiry/duration.ts'
import { isCookieDomain, isCookiePath, isToken } from './cookie-grammar.ts'
import { type CookieOptions, cookieDefaults } from './cookie-options.ts'
import { refuseUnknownCookieOptions } from './unknown-cookie-option.ts'

/** Options that were checked, with the defaults filled in. */
export type CookieSettings = CookieOptions &
  Required<Pick<CookieOptions, keyof typeof cookieDefaults>>

/** Fills in the defaults and checks every option and their combination. */
export function cookieSettings(options: CookieOptions): CookieSettings {
  if (typeof options !== 'object' || options === null) {
    throw new InvalidOptionError('cookie', options, 'Pass an object of options.')
  }
  refuseUnknownCookieOptions(options)
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  const settings = { ...cookieDefaults, ...Object.fromEntries(given) } as CookieSettings
  checkEach(settings)
  checkCombination(settings)
  return settings
}

/** The option `maxAge` in seconds. */
export function maxAgeSeconds({ maxAge }: CookieOptions): number | undefined {
  if (maxAge === undefined) return undefined
  const seconds = milliseconds('cookie.maxAge', maxAge) / 1000
  if (Number.isInteger(seconds) && seconds > 0) return seconds
  throw new InvalidOptionError('cookie.maxAge', maxAge, "Use whole seconds, at least '1s'.")
}

function checkEach(settings: CookieSettings): void {
  const is = {
    name: isText(settings.name, (name) => isToken(name) && name.length <= 256),
    path: isAbsent(settings.path) || isText(settings.path, isCookiePath),
    domain: isAbsent(settings.domain) || isText(settings.domain, isCookieDomain),
    domainPattern: isAbsent(settings.domainPattern) || captures(settings.domainPattern),
    jvmRoute: isAbsent(settings.jvmRoute) || isText(settings.jvmRoute, isRoute),
  }
  for (const option of Object.keys(is) as (keyof typeof is)[]) {
    check(settings, option, is[option], SHAPE[option])
  }
  oneOf(settings, 'httpOnly', [true, false])
  oneOf(settings, 'secure', [true, false, 'auto'])
  oneOf(settings, 'sameSite', ['Lax', 'Strict', 'None', false])
  oneOf(settings, 'partitioned', [true, false])
  oneOf(settings, 'base64', [true, false])
  oneOf(settings, 'priority', [undefined, 'Low', 'Medium', 'High'])
  maxAgeSeconds(settings)
}

const SHAPE = {
  name: "Use at most 256 letters, digits and !#$%&'*+-.^_`|~, as RFC 6265 allows.",
  path: "Start with '/', use visible ASCII without ';' and ',' and at most 1024 characters.",
  domain: "Write a host name such as 'example.com', with no dot in front: subdomains are included.",
  domainPattern:
    'Write a RegExp with a capture group for the domain, as in /^.+?\\.(\\w+\\.[a-z]+)$/.',
  jvmRoute: "Use 1 to 64 letters, digits, '-' and '_': a dot separates the route from the id.",
}

function checkCombination(settings: CookieSettings): void {
  const { domain, domainPattern, sameSite, partitioned, secure } = settings
  // Browsers look for the prefixes in any case: a rule broken by `__host-` costs the cookie too.
  const name = settings.name.toLowerCase()
  const isHost = name.startsWith('__host-')

  check(settings, 'domain', isAbsent(domain) || isAbsent(domainPattern), NOT_BOTH)
  check(settings, 'secure', secure === true || !(isHost || name.startsWith('__secure-')), PREFIX)
  check(settings, 'secure', secure === true || sameSite !== 'None', SAME_SITE_NONE)
  check(settings, 'secure', secure === true || !partitioned, PARTITIONED)
  check(settings, 'path', !isHost || settings.path === '/', HOST_PATH)
  check(settings, 'domain', !isHost || isAbsent(domain), HOST_DOMAIN)
  check(settings, 'domainPattern', !isHost || isAbsent(domainPattern), HOST_DOMAIN)
}

const NOT_BOTH = 'Set either domain or domainPattern, not both.'
const PREFIX = 'Write secure: true: browsers drop a __Host- or __Secure- cookie without it.'
const SAME_SITE_NONE = "Write secure: true: browsers drop a cookie with sameSite 'None' without it."
const PARTITIONED = 'Write secure: true: browsers drop a partitioned cookie without it.'
const HOST_PATH = "Write path: '/': browsers drop a __Host- cookie with any other path."
const HOST_DOMAIN = 'Leave it out: a __Host- cookie belongs to one host alone.'

function check(
  settings: CookieSettings,
  option: keyof CookieOptions,
  isValid: boolean,
  remedy: string,
): void {
  if (!isValid) throw new InvalidOptionError(`cookie.${option}`, settings[option], remedy)
}

function oneOf<K extends keyof CookieOptions>(
  settings: CookieSettings,
  option: K,
  allowed: readonly CookieSettings[K][],
): void {
  const value: unknown = settings[option]
  const same = (one: unknown) => String(one).toLowerCase() === String(value).toLowerCase()
  const near = typeof value === 'string' ? allowed.find(same) : undefined
  const choices = near === undefined ? allowed.filter((one) => one !== undefined) : [near]
  const shown = choices.map((one) => (typeof one === 'string' ? `'${one}'` : String(one)))
  check(settings, option, allowed.includes(settings[option]), `Write ${shown.join(' or ')}.`)
}

const isAbsent = (value: unknown): boolean => value === undefined

// What arrives from JavaScript may be anything, whatever the types promise.
const isText = (value: unknown, test: (text: string) => boolean): boolean =>
  typeof value === 'string' && test(value)

const isRoute = (text: string): boolean => /^[\w-]{1,64}$/.test(text)

/** With `|` at its end any pattern matches the empty string, and the match shows its groups. */
const captures = (pattern: unknown): boolean =>
  pattern instanceof RegExp && new RegExp(`${pattern.source}|`, pattern.flags).exec('')!.length > 1
