import type { HttpSession } from '../http/http-session.ts'
import type { RequestSession } from '../http/request-session.ts'
import { requestSessionMethods } from '../http/request-session-methods.ts'
import type { SessionOptions } from '../http/session-options.ts'
import { SessionRepositoryFilter } from '../http/session-repository-filter.ts'
import type { SessionAttributes } from '../session/attributes.ts'
import { type NodeRequest, type NodeResponse, nodeExchange } from './node-exchange.ts'
import { respondWithError } from './respond-with-error.ts'

/** A handler of `node:http` or of the compatibility API of `node:http2`. */
export type NodeHandler<Request extends NodeRequest, Response extends NodeResponse> = (
  request: Request,
  response: Response,
) => unknown

export interface NodeSession<A = SessionAttributes> {
  /**
   * Wraps the handler of a server. A handler that throws or rejects gets a clean error response;
   * what it put into the session is still saved.
   */
  withSession<Request extends NodeRequest, Response extends NodeResponse>(
    handler: NodeHandler<Request, Response>,
  ): (request: Request, response: Response) => void
  /** The session of a request that a wrapped handler received. */
  getSession(request: NodeRequest): Promise<HttpSession<A>>
  getSession(request: NodeRequest, options: { create: false }): Promise<HttpSession<A> | undefined>
  /** Everything else about the request's session: `invalidateSession()`, `requestedSessionId`, … */
  requestSession(request: NodeRequest): RequestSession<A>
}

/** Sessions for plain `node:http` and `node:http2` servers. */
export function nodeSession<A = SessionAttributes>(options: SessionOptions<A>): NodeSession<A> {
  const filter = new SessionRepositoryFilter(options)
  const methods = requestSessionMethods<NodeRequest, NodeResponse, A>(filter, {
    open: nodeExchange,
  })
  return {
    withSession: (handler) => (request, response) => {
      void run(handler, request, response, () => methods.install(request, response))
    },
    getSession: (request: NodeRequest, choice?: { create: false }) =>
      methods.of(request).getSession(choice ?? {}) as Promise<HttpSession<A>>,
    requestSession: (request) => methods.of(request),
  }
}

async function run<Request extends NodeRequest, Response extends NodeResponse>(
  handler: NodeHandler<Request, Response>,
  request: Request,
  response: Response,
  before: () => Promise<unknown> | undefined,
): Promise<void> {
  try {
    await before()
    await handler(request, response)
  } catch (error) {
    respondWithError(response, error)
  }
}
