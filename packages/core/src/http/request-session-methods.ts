import { IllegalStateError } from '../errors/illegal-state-error.ts'
import type { SessionAttributes } from '../session/attributes.ts'
import type { HttpExchange } from './http-exchange.ts'
import type { RequestSession } from './request-session.ts'
import type { SessionRepositoryFilter } from './session-repository-filter.ts'

/** From a method on a request to everything that belongs to it; shared by copies of this package. */
const BINDING = Symbol.for('@session/core/request-session')

interface Binding {
  readonly repository: object
  of(request: object): unknown
}

/** The methods that one filter puts on requests: made once, shared by all requests. */
export interface RequestSessionMethods<Request extends object, A> {
  /**
   * Gives the request its methods. Does nothing when the same repository's are there already (the
   * filter is mounted twice).
   * @throws IllegalStateError when another repository's are there under the same name.
   */
  install(request: Request): void
  of(request: Request): RequestSession<A>
}

/**
 * Nothing is allocated per request until a method is called: `open` makes the exchange at that moment.
 */
export function requestSessionMethods<Request extends object, A>(
  filter: SessionRepositoryFilter<A>,
  open: (request: Request) => HttpExchange,
): RequestSessionMethods<Request, A> {
  const { property, repository } = filter.settings
  const invalidate = property.replace('get', 'invalidate')
  const state = Symbol(`@session/core/${property}`)
  type Carrier = Request & { [state]?: RequestSession<A> }

  const of = (request: Request): RequestSession<A> => {
    if (typeof request !== 'object' || request === null) {
      throw new IllegalStateError(`Call ${property}() as a method of the request.`)
    }
    const carrier = request as Carrier
    carrier[state] ??= filter.attach(open(request))
    return carrier[state] as RequestSession<A>
  }

  const methods = {
    [property](this: Request, options: { create?: boolean } = {}) {
      return of(this).getSession(options)
    },
    [invalidate](this: Request) {
      return of(this).invalidateSession()
    },
  }
  const getSession = methods[property] as object
  Object.defineProperty(getSession, BINDING, {
    value: { repository, of: (request) => of(request as Request) } satisfies Binding,
  })

  return {
    of,
    install(request) {
      const target = request as Record<string, unknown>
      const present = bindingOf(target[property])
      if (present === undefined) {
        target[property] = methods[property]
        target[invalidate] = methods[invalidate]
      } else if (present.repository !== repository) {
        throw new IllegalStateError(
          `Two session filters with different repositories share the name ${property}. Give one of them a 'property' of its own, for example 'getAdminSession'.`,
        )
      }
    },
  }
}

/**
 * The session side of a request, for libraries that get a request and know nothing of its framework.
 * @throws IllegalStateError when no session filter has seen the request.
 */
export function requestSession<A = SessionAttributes>(
  request: object,
  property = 'getSession',
): RequestSession<A> {
  const binding = bindingOf((request as Record<string, unknown>)[property])
  if (binding === undefined) {
    throw new IllegalStateError(
      `This request has no ${property}(): mount the session filter before whoever uses it.`,
    )
  }
  return binding.of(request) as RequestSession<A>
}

function bindingOf(method: unknown): Binding | undefined {
  return typeof method === 'function' && BINDING in method
    ? (method[BINDING] as Binding)
    : undefined
}
