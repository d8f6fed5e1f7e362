import type { TestClient } from '../http/test-client.ts'

/** The session id that a browser holds, as a cookie of the default kind carries it; `''` without one. */
export const idOf = (client: TestClient, cookie = 'SESSION'): string =>
  Buffer.from(client.jar.get(cookie) ?? '', 'base64').toString('latin1')

/** The `Cookie` header that presents this id. */
export const cookieWith = (id: string): string =>
  `SESSION=${Buffer.from(id, 'latin1').toString('base64')}`

/** What is sent to a browser that shall forget the default cookie. */
export const expiredCookie =
  'SESSION=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/; HttpOnly; SameSite=Lax'

/** Well-formed, and nobody's. */
export const forgedId = (seed: number): string => `forged-${seed}`.padEnd(36, 'x')
