import type { CookieSettings } from './cookie-validation.ts'

/** Everything that one `Set-Cookie` says, checked. */
export interface SetCookie
  extends Pick<CookieSettings, 'name' | 'httpOnly' | 'sameSite' | 'partitioned' | 'priority'> {
  /** `''` with `maxAge: 0` expires the cookie. */
  readonly text: string
  /** Seconds; `undefined` = until the browser is closed. */
  readonly maxAge: number | undefined
  /** Milliseconds since 1970 UTC. */
  readonly now: number
  readonly domain: string | undefined
  readonly path: string
  readonly secure: boolean
}

/** The attributes stand in the order of Spring Session's serializer. */
export function formatSetCookie(cookie: SetCookie): string {
  let header = `${cookie.name}=${cookie.text}`
  if (cookie.maxAge !== undefined) {
    header += `; Max-Age=${cookie.maxAge}; Expires=${expires(cookie.now, cookie.maxAge)}`
  }
  if (cookie.domain !== undefined) header += `; Domain=${cookie.domain}`
  header += `; Path=${cookie.path}`
  if (cookie.secure) header += '; Secure'
  if (cookie.httpOnly) header += '; HttpOnly'
  if (cookie.partitioned) header += '; Partitioned'
  if (cookie.sameSite !== false) header += `; SameSite=${cookie.sameSite}`
  if (cookie.priority !== undefined) header += `; Priority=${cookie.priority}`
  return header
}

/** 9999-12-31T23:59:59Z: the format has four digits for the year. */
const LAST_DATE = 253_402_300_799_000

function expires(now: number, maxAge: number): string {
  // 1970 rather than now: the clocks of server and browser need not agree.
  const time = maxAge === 0 ? 0 : Math.min(now + maxAge * 1000, LAST_DATE)
  return new Date(time).toUTCString()
}
