import { InvalidOptionError } from '../../errors/invalid-option-error.ts'
import { isCookieText, isToken } from '../cookie/cookie-grammar.ts'
import type { HttpSessionIdResolver } from './http-session-id-resolver.ts'

/**
 * The id in a header of this name, in requests and responses. For clients that keep no cookies; an
 * expired session is told by an empty header.
 * @throws InvalidOptionError when `name` cannot be the name of a header
 */
export function headerIdResolver(name: string): HttpSessionIdResolver {
  if (typeof name !== 'string' || !isToken(name)) {
    throw new InvalidOptionError('name', name, "Write the name of a header, as in 'X-Auth-Token'.")
  }
  return {
    vary: [name],
    resolveSessionIds(exchange) {
      const id = exchange.requestHeader(name)
      return id ? [id] : []
    },
    setSessionId(exchange, sessionId) {
      if (!isCookieText(sessionId)) throw notForHeaders(sessionId)
      exchange.setResponseHeader(name, sessionId)
    },
    expireSession: (exchange) => exchange.setResponseHeader(name, ''),
  }
}

const notForHeaders = (sessionId: string): InvalidOptionError =>
  new InvalidOptionError(
    'session id',
    `text of ${sessionId.length} characters`,
    'Use letters, digits, - and _.',
  )

/** The id in `X-Auth-Token`. */
export function xAuthToken(): HttpSessionIdResolver {
  return headerIdResolver('X-Auth-Token')
}

/** The id in `Authentication-Info`. */
export function authenticationInfo(): HttpSessionIdResolver {
  return headerIdResolver('Authentication-Info')
}
