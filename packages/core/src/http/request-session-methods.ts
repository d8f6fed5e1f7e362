import { IllegalStateError } from '../errors/illegal-state-error.ts'
import type { SessionAttributes } from '../session/attributes.ts'
import { BesideRequest } from './beside-request.ts'
import type { HttpExchange } from './http-exchange.ts'
import type { RequestSession } from './request-session.ts'
import type { SessionRepositoryFilter } from './session-repository-filter.ts'

/** From a method on a request to everything that belongs to it; shared by copies of this package. */
const BINDING = Symbol.for('@session/core/request-session')

interface Binding {
  of(request: object): unknown
}

/** What all requests of one filter have in common. */
interface Filter {
  readonly property: string
  readonly repository: object
  open(request: object, context: unknown): RequestSession<unknown>
}

/** One filter that has seen a request. Most requests see one, and never ask it for anything. */
interface Attachment {
  readonly filter: Filter
  readonly context: unknown
  session: RequestSession<unknown> | undefined
  readonly other: Attachment | undefined
}

const attachments = new BesideRequest<Attachment>('session.attachment')

/** What one filter does to requests. */
export interface RequestSessionMethods<Request extends object, Context, A> {
  /**
   * Gives the request its methods; `context` is handed to `open` when one is called. Does nothing when
   * the same repository's are there already (the filter is mounted twice). What it returns must be
   * awaited before the handler runs: with `load: 'eager'` the session, else nothing.
   * @throws IllegalStateError when another repository's are there under the same name.
   */
  install(request: Request, context: Context): Promise<unknown> | undefined
  of(request: Request): RequestSession<A>
}

export interface RequestSessionMethodsOptions<Request extends object, Context> {
  /** Makes the exchange, when the session is first asked for. */
  open(request: Request, context: Context): HttpExchange
  /**
   * Where the methods go. A prototype that requests share takes them once; they work for requests
   * that the filter has seen.
   * @default the request itself
   */
  home?(request: Request): object
}

/** The methods `get…` and `invalidate…` of one filter's requests. */
export function requestSessionMethods<Request extends object, Context, A>(
  filter: SessionRepositoryFilter<A>,
  { open, home = (request) => request }: RequestSessionMethodsOptions<Request, Context>,
): RequestSessionMethods<Request, Context, A> {
  const { property, repository, load } = filter.settings
  const methods = methodsOf(property)
  const shared: Filter = {
    property,
    repository,
    open: (request, context) =>
      filter.attach(open(request as Request, context as Context)) as RequestSession<unknown>,
  }
  return {
    of: (request) => sessionOf(request, property) as RequestSession<A>,
    install(request, context) {
      const present = attachmentOf(request, property)
      if (present === undefined) {
        const other = attachments.get(request)
        attachments.set(request, { filter: shared, context, session: undefined, other })
        const target = home(request) as Record<string, unknown>
        // What somebody else has put there would be called instead of ours, without a word.
        if (target[property] !== methods[property]) Object.assign(target, methods)
      } else if (present.filter.repository !== repository) {
        throw new IllegalStateError(
          `Two session filters with different repositories share the name ${property}. Give one of them a 'property' of its own, for example 'getAdminSession'.`,
        )
      }
      return load === 'eager'
        ? sessionOf(request, property).getSession({ create: false })
        : undefined
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
  const method = (request as Record<string, unknown>)[property]
  if (typeof method !== 'function' || !(BINDING in method)) throw unseen(property)
  return (method[BINDING] as Binding).of(request) as RequestSession<A>
}

/** Made once for each name, and shared by all requests. */
const methodsByProperty = new Map<string, Readonly<Record<string, object>>>()

function methodsOf(property: string): Readonly<Record<string, object>> {
  const known = methodsByProperty.get(property)
  if (known !== undefined) return known
  const getSession = function (this: object, options: { create?: boolean } = {}) {
    return sessionOf(this, property).getSession(options)
  }
  const invalidateSession = function (this: object) {
    return sessionOf(this, property).invalidateSession()
  }
  const of = (request: object) => sessionOf(request, property)
  Object.defineProperty(getSession, BINDING, { value: { of } satisfies Binding })
  const methods = {
    [property]: getSession,
    [property.replace('get', 'invalidate')]: invalidateSession,
  }
  methodsByProperty.set(property, methods)
  return methods
}

function sessionOf(request: object, property: string): RequestSession<unknown> {
  if (typeof request !== 'object' || request === null) {
    throw new IllegalStateError(`Call ${property}() as a method of the request.`)
  }
  const attachment = attachmentOf(request, property)
  if (attachment === undefined) throw unseen(property)
  attachment.session ??= attachment.filter.open(request, attachment.context)
  return attachment.session
}

function attachmentOf(request: object, property: string): Attachment | undefined {
  let attachment = attachments.get(request)
  while (attachment !== undefined && attachment.filter.property !== property)
    attachment = attachment.other
  return attachment
}

const unseen = (property: string): IllegalStateError =>
  new IllegalStateError(
    `No session filter has given this request its ${property}(): mount the filter before whoever uses it.`,
  )
