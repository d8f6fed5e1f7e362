// The filter
export { REMEMBER_ME_ATTRIBUTE } from './http-session.ts'
export { requestSession, requestSessionMethods } from './request-session-methods.ts'
export { sessionDefaults } from './session-options.ts'
export { SessionRepositoryFilter } from './session-repository-filter.ts'

// How the id travels
export { cookieDefaults } from './cookie/cookie-options.ts'
export { cookieSerializer } from './cookie/cookie-serializer.ts'
export { hostCookie } from './cookie/host-cookie.ts'
export { compositeIdResolver } from './id-resolver/composite-id-resolver.ts'
export { cookieIdResolver } from './id-resolver/cookie-id-resolver.ts'
export {
  authenticationInfo,
  headerIdResolver,
  xAuthToken,
} from './id-resolver/header-id-resolver.ts'

// Listeners
export { httpSessionListener } from './listener/http-session-listener.ts'

// Types
export type { CookieOptions } from './cookie/cookie-options.ts'
export type { CookieSerializer, CookieValue } from './cookie/cookie-serializer.ts'
export type { HttpExchange, ResponseParticipant } from './http-exchange.ts'
export type { HttpSession } from './http-session.ts'
export type {
  HttpSessionIdResolver,
  SetSessionIdOptions,
} from './id-resolver/http-session-id-resolver.ts'
export type { HttpSessionListener } from './listener/http-session-listener.ts'
export type { RequestSession } from './request-session.ts'
export type { RequestSessionMethods } from './request-session-methods.ts'
export type { SessionCreationPolicy } from './session-creation-policy.ts'
export type { SessionOptions } from './session-options.ts'
