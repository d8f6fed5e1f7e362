import type { RequestHandler } from 'express'

/**
 * Refuses forms that another site sends. `SameSite=Lax` keeps the cookie from them already; this also
 * covers the login, which needs no cookie, and other ports of this host, which count as the same
 * site. Clients that are no browsers send no such header and carry no cookie unasked.
 */
export const sameOriginOnly: RequestHandler = (request, response, next) => {
  const site = request.get('sec-fetch-site')
  if (site === undefined || site === 'same-origin' || site === 'none') return next()
  response.status(403)
  next(new Error('A form of another site was refused.'))
}
