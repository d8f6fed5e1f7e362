import { InvalidOptionError } from '../../errors/invalid-option-error.ts'
import { type Clock, systemClock } from '../../expiry/clock.ts'
import type { HttpExchange } from '../http-exchange.ts'
import { cookieDomain } from './cookie-domain.ts'
import { isCookiePath, isCookieText } from './cookie-grammar.ts'
import { type CookieOptions, rememberMeMaxAge } from './cookie-options.ts'
import { cookieValues } from './cookie-parser.ts'
import { cookieSettings, maxAgeSeconds } from './cookie-validation.ts'
import { cookieValueCodec } from './cookie-value.ts'
import { formatSetCookie } from './set-cookie.ts'

/** What is to be written. */
export interface CookieValue {
  /** Visible ASCII without quote, comma, semicolon and backslash. `''` expires the cookie. */
  value: string
  /** In seconds, instead of the serializer's own. @default the option `maxAge` */
  maxAge?: number
  /** Keeps the cookie for 2147483647 seconds, whatever `maxAge` says. @default false */
  rememberMe?: boolean
}

/** Reads and writes the session cookie. */
export interface CookieSerializer {
  /** The values of all cookies of this name, in the order of the header. Never throws. */
  readCookieValues(exchange: HttpExchange): readonly string[]
  /**
   * Adds one `Set-Cookie`, keeping those that are there. Browsers obey the last one of a name.
   * @throws InvalidOptionError when the value or the path of the request does not fit into a header
   */
  writeCookie(exchange: HttpExchange, cookie: CookieValue): void
}

/** Browsers drop a cookie whose name and value are longer. */
const LARGEST_COOKIE = 4096

/**
 * The cookie as Spring Session writes it: `SESSION=<base64>; Path=/; HttpOnly; SameSite=Lax`.
 * @throws InvalidOptionError naming the option, its value and the remedy
 */
export function cookieSerializer(
  options: CookieOptions = {},
  clock: Clock = systemClock,
): CookieSerializer {
  const settings = cookieSettings(options)
  const { name } = settings
  const ownMaxAge = maxAgeSeconds(settings)
  const domainOf = cookieDomain(settings)
  const codec = cookieValueCodec(settings)

  return {
    readCookieValues(exchange) {
      const header = exchange.requestHeader('cookie')
      if (header === undefined) return []
      const ids: string[] = []
      for (const text of cookieValues(header, name)) {
        const id = codec.decode(text)
        if (id) ids.push(id)
      }
      return ids
    },

    writeCookie(exchange, { value, maxAge, rememberMe }) {
      const text = value === '' ? '' : codec.encode(checkedValue(value))
      if (name.length + text.length > LARGEST_COOKIE) throw tooLarge(text)
      const header = formatSetCookie(settings, {
        text,
        maxAge:
          value === '' ? 0 : rememberMe ? rememberMeMaxAge : (checkedAge(maxAge) ?? ownMaxAge),
        now: clock.now(),
        domain: domainOf(exchange),
        path: settings.path ?? checkedPath(exchange.contextPath),
        secure: settings.secure === 'auto' ? exchange.secure : settings.secure,
      })
      exchange.appendResponseHeader('Set-Cookie', header)
    },
  }
}

// The messages name a length, never the value: it is a session id.
function checkedValue(value: string): string {
  if (typeof value === 'string' && isCookieText(value)) return value
  throw new InvalidOptionError('cookie value', describe(value), 'Use letters, digits, - and _.')
}

const tooLarge = (text: string): InvalidOptionError =>
  new InvalidOptionError('cookie value', describe(text), 'Browsers drop cookies over 4096 bytes.')

const describe = (value: unknown): string =>
  typeof value === 'string' ? `text of ${value.length} characters` : typeof value

function checkedAge(maxAge: number | undefined): number | undefined {
  if (maxAge === undefined || (Number.isSafeInteger(maxAge) && maxAge >= 0)) return maxAge
  throw new InvalidOptionError('cookie maxAge', maxAge, 'Use whole seconds, 0 or more.')
}

/** Frameworks take it from the URL when an application is mounted under a pattern. */
function checkedPath(contextPath: string): string {
  const path = contextPath === '' ? '/' : contextPath
  if (isCookiePath(path)) return path
  throw new InvalidOptionError('cookie path', path, "Set the cookie's 'path' option.")
}
