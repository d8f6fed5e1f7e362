import type { HttpExchange } from '../http-exchange.ts'
import { isCookieDomain } from './cookie-grammar.ts'
import type { CookieOptions } from './cookie-options.ts'

/** The `Domain` for a request to its host, or `undefined` for a cookie of that host alone. */
export type CookieDomain = (exchange: Pick<HttpExchange, 'hostname'>) => string | undefined

/** DNS names end here. Also bounds what a slow pattern can be made to chew on. */
const LONGEST_NAME = 253

export function cookieDomain({ domain, domainPattern }: CookieOptions): CookieDomain {
  if (domainPattern === undefined) return () => domain

  // `g` and `y` would remember the last request's match, `m` would let `$` match within the name.
  const flags = `${domainPattern.flags.replace(/[gimy]/g, '')}i`
  const whole = new RegExp(`^(?:${domainPattern.source})$`, flags)
  return ({ hostname }) => {
    if (hostname === undefined || hostname.length > LONGEST_NAME) return undefined
    const captured = whole.exec(hostname)?.[1]
    // The client chose the host: what is not a domain gets the narrowest cookie, not an error page.
    return captured !== undefined && isCookieDomain(captured) ? captured : undefined
  }
}
