import { IllegalStateError } from '../errors/illegal-state-error.ts'
import type { HttpSession } from '../http/http-session.ts'
import type { RequestSession } from '../http/request-session.ts'
import {
  requestSessionMethods,
  requestSession as sessionOnRequest,
} from '../http/request-session-methods.ts'
import type { SessionOptions } from '../http/session-options.ts'
import { SessionRepositoryFilter } from '../http/session-repository-filter.ts'
import { callable } from '../options/option-checks.ts'
import type { SessionAttributes } from '../session/attributes.ts'
import { respond, respondWithError } from './respond.ts'
import { WebExchange } from './web-exchange.ts'

/** A handler of a Fetch server; what follows the request (a context, parameters) is passed along. */
export type WebHandler<R extends Request, Rest extends unknown[]> = (
  request: R,
  ...rest: Rest
) => Response | Promise<Response>

/** How the server sits behind its proxies. */
export interface WebServerOptions {
  /**
   * Did the request arrive over TLS? Behind a proxy that ends TLS, look at what it forwards, or set
   * the cookie's `secure: true`.
   * @default the protocol of the request's URL is https
   */
  secure?: (request: Request) => boolean
}

export interface WebSession<A = SessionAttributes> {
  /**
   * Wraps a handler: its session is saved before the response is handed over, and once more at the
   * end of the body. A handler that throws still gets its session saved. A store that is down is
   * answered with a clean 503 and `Retry-After`, a lost race with 409; other errors are passed on,
   * and with them no cookie: a handler that begins a session should answer its own errors.
   */
  withSession<R extends Request, Rest extends unknown[]>(
    handler: WebHandler<R, Rest>,
  ): (request: R, ...rest: Rest) => Promise<Response>
  /**
   * The session of a request that a wrapped handler received: of this very object, not of a copy.
   * @throws IllegalStateError for any other request
   */
  getSession(request: Request): Promise<HttpSession<A>>
  getSession(request: Request, options: { create: false }): Promise<HttpSession<A> | undefined>
  /** Everything else about the request's session: `invalidateSession()`, `requestedSessionId`, … */
  requestSession(request: Request): RequestSession<A>
}

/**
 * Sessions for Fetch servers: anything that turns a WHATWG `Request` into a `Response`.
 *
 * The request gets the methods that `property` names, for libraries which know nothing but the
 * request. Two filters with different repositories, one inside the other, need two names.
 * @throws InvalidOptionError
 */
export function webSession<A = SessionAttributes>(
  options: SessionOptions<A>,
  server: WebServerOptions = {},
): WebSession<A> {
  const filter = new SessionRepositoryFilter(options)
  const { property } = filter.settings
  const isSecure = server.secure === undefined ? undefined : callable('secure', server.secure)
  const exchanges = new WeakMap<Request, WebExchange>()
  const methods = requestSessionMethods<Request, WebExchange, A>(filter, {
    open: (_request, exchange) => exchange,
  })

  const requestSession = (request: Request): RequestSession<A> => {
    if (exchanges.has(request)) return sessionOnRequest<A>(request, property)
    throw new IllegalStateError(
      'No handler wrapped by withSession() received this Request. Wrap the handler, and pass the very object that it gets: new Request(request) and request.clone() make others.',
    )
  }

  return {
    requestSession,
    getSession: async (request: Request, choice: { create?: false } = {}) =>
      requestSession(request).getSession(choice) as Promise<HttpSession<A>>,
    withSession:
      (handler) =>
      async (request, ...rest) => {
        // Wrapped twice: the outer one does it.
        if (exchanges.has(request)) return handler(request, ...rest)
        const exchange = new WebExchange(request, isSecure)
        exchanges.set(request, exchange)
        let response: Response
        try {
          await methods.install(request, exchange)
          response = await handler(request, ...rest)
        } catch (error) {
          return respondWithError(exchange, request, error)
        }
        return respond(exchange, request, response)
      },
  }
}
