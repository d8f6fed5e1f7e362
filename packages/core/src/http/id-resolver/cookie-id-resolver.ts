import { InvalidOptionError } from '../../errors/invalid-option-error.ts'
import type { CookieOptions } from '../cookie/cookie-options.ts'
import { type CookieSerializer, cookieSerializer } from '../cookie/cookie-serializer.ts'
import type { HttpSessionIdResolver } from './http-session-id-resolver.ts'

/**
 * The id in a cookie, written by `cookieSerializer(options)` or by a serializer of your own.
 * @throws InvalidOptionError naming the option, its value and the remedy
 */
export function cookieIdResolver(
  options: CookieOptions | { serializer: CookieSerializer } = {},
): HttpSessionIdResolver {
  const serializer = serializerOf(options)
  return {
    vary: ['Cookie'],
    resolveSessionIds: (exchange) => serializer.readCookieValues(exchange),
    setSessionId(exchange, sessionId, { rememberMe = false } = {}) {
      serializer.writeCookie(exchange, { value: sessionId, rememberMe })
    },
    expireSession: (exchange) => serializer.writeCookie(exchange, { value: '' }),
  }
}

function serializerOf(options: CookieOptions | { serializer: CookieSerializer }): CookieSerializer {
  if (options === null || typeof options !== 'object' || !('serializer' in options)) {
    return cookieSerializer(options)
  }
  const { serializer, ...others } = options
  const ignored = Object.keys(others)[0]
  if (ignored === undefined) return serializer
  throw new InvalidOptionError('cookie', ignored, 'Give it to the serializer: it alone decides.')
}
