import './express-request.ts'

export type { SessionAttributes } from '@session/core'
export type { CookieOptions, HttpSession, RequestSession, SessionOptions } from '@session/core/http'
export { requestSession } from '@session/core/http'
export type { SessionRequest } from './express-request.ts'
export { session } from './session.ts'
