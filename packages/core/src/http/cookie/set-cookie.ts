import type { CookieSettings } from './cookie-validation.ts'

/** What differs from one `Set-Cookie` to the next, checked. */
export interface SetCookie {
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
export function formatSetCookie(
  settings: Pick<CookieSettings, 'name' | 'httpOnly' | 'sameSite' | 'partitioned' | 'priority'>,
  cookie: SetCookie,
): string {
  let header = `${settings.name}=${cookie.text}`
  if (cookie.maxAge !== undefined) {
    header += `; Max-Age=${cookie.maxAge}; Expires=${expires(cookie.now, cookie.maxAge)}`
  }
  if (cookie.domain !== undefined) header += `; Domain=${cookie.domain}`
  header += `; Path=${cookie.path}`
  if (cookie.secure) header += '; Secure'
  if (settings.httpOnly) header += '; HttpOnly'
  if (settings.partitioned) header += '; Partitioned'
  if (settings.sameSite !== false) header += `; SameSite=${settings.sameSite}`
  if (settings.priority !== undefined) header += `; Priority=${settings.priority}`
  return header
}

/** 9999-12-31T23:59:59Z: the format has four digits for the year. */
const LAST_DATE = 253_402_300_799_000

function expires(now: number, maxAge: number): string {
  // 1970 rather than now: the clocks of server and browser need not agree.
  const time = maxAge === 0 ? 0 : Math.min(now + maxAge * 1000, LAST_DATE)
  return new Date(time).toUTCString()
}
