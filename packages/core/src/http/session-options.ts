import { InvalidOptionError } from '../errors/invalid-option-error.ts'
import { oneOf, withMethods } from '../options/option-checks.ts'
import type { SessionRepository } from '../repository/session-repository.ts'
import type { SessionAttributes } from '../session/attributes.ts'
import type { CookieOptions } from './cookie/cookie-options.ts'
import { cookieIdResolver } from './id-resolver/cookie-id-resolver.ts'
import type { HttpSessionIdResolver } from './id-resolver/http-session-id-resolver.ts'
import type { SessionCreationPolicy } from './session-creation-policy.ts'

interface CommonSessionOptions<A> {
  /** Where sessions are stored. */
  repository: SessionRepository<A>
  /**
   * The name of the method that the request gets, `get…`. Two filters in one application need two
   * names; the name with `invalidate` for `get` ends the session.
   * @default 'getSession'
   */
  property?: string
  /**
   * `'lazy'`: the session is loaded by the first `getSession()`. `'eager'`: before the handler, on
   * every request.
   * @default 'lazy'
   */
  load?: 'lazy' | 'eager'
  /**
   * When a request may create a session.
   * @default 'if-required'
   */
  creationPolicy?: SessionCreationPolicy
  /**
   * What a response becomes whose session ended while the request changed it. `'ignore'`: the cookie
   * is cleared and the response goes out, except after a login or an id change, which must not look
   * as if they had worked. `'throw'`: always an error.
   * @default 'ignore'
   */
  onGone?: 'ignore' | 'throw'
}

/** How sessions reach requests: the options of every framework's `session()`. */
export type SessionOptions<A = SessionAttributes> = CommonSessionOptions<A> &
  (
    | {
        /** How the id travels in a cookie. @default the cookie `SESSION` */
        cookie?: CookieOptions
        idResolver?: never
      }
    | {
        /** Instead of a cookie of the default kind. */
        idResolver?: HttpSessionIdResolver
        cookie?: never
      }
  )

export const sessionDefaults = {
  property: 'getSession',
  load: 'lazy',
  creationPolicy: 'if-required',
  onGone: 'ignore',
} as const

export interface SessionSettings<A> {
  readonly repository: SessionRepository<A>
  readonly property: string
  readonly load: 'lazy' | 'eager'
  readonly creationPolicy: SessionCreationPolicy
  readonly onGone: 'ignore' | 'throw'
  readonly idResolver: HttpSessionIdResolver
}

const OPTIONS = [
  'repository',
  'property',
  'load',
  'creationPolicy',
  'onGone',
  'cookie',
  'idResolver',
] as const

export function sessionSettings<A>(options: SessionOptions<A>): SessionSettings<A> {
  if (typeof options !== 'object' || options === null) {
    throw new InvalidOptionError('options', options, 'Pass { repository }.')
  }
  for (const name of Object.keys(options)) {
    if (!(OPTIONS as readonly string[]).includes(name)) {
      throw new InvalidOptionError(
        `option '${name}'`,
        typeof (options as unknown as Record<string, unknown>)[name],
        `Known options are ${OPTIONS.join(', ')}. What is stored and for how long is set on the repository, the id's cookie under 'cookie'.`,
      )
    }
  }
  const { repository, cookie, idResolver } = options
  if (cookie !== undefined && idResolver !== undefined) {
    throw new InvalidOptionError(
      'idResolver',
      idResolver,
      "Give either 'cookie' or 'idResolver', not both.",
    )
  }
  return {
    repository: withMethods(
      'repository',
      repository,
      ['createSession', 'save', 'findById', 'deleteById'],
      'Pass a session repository, for example new MapSessionRepository().',
    ),
    property: getterName(options.property ?? sessionDefaults.property),
    load: oneOf('load', options.load ?? sessionDefaults.load, ['lazy', 'eager']),
    creationPolicy: oneOf(
      'creationPolicy',
      options.creationPolicy ?? sessionDefaults.creationPolicy,
      ['always', 'if-required', 'never', 'stateless'],
    ),
    onGone: oneOf('onGone', options.onGone ?? sessionDefaults.onGone, ['ignore', 'throw']),
    idResolver: withMethods(
      'idResolver',
      idResolver ?? cookieIdResolver(cookie),
      ['resolveSessionIds', 'setSessionId', 'expireSession'],
      'Pass cookieIdResolver(), headerIdResolver() or one of your own.',
    ),
  }
}

function getterName(property: string): string {
  if (typeof property === 'string' && /^get[A-Z]\w*$/.test(property)) return property
  throw new InvalidOptionError('property', property, "Use a name like 'getAdminSession'.")
}
