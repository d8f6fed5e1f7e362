import type { Duration } from '../../expiry/duration.ts'

/** How the session cookie looks. Checked when the serializer is made: `InvalidOptionError`. */
export interface CookieOptions {
  /** An RFC 6265 token. The prefixes `__Host-` and `__Secure-` are held to their rules. @default 'SESSION' */
  name?: string
  /** Where the browser sends the cookie. @default '/', or the context path of a framework that has one */
  path?: string
  /** Sends the cookie to this domain and all below it. @default absent: only to the host that set it */
  domain?: string
  /**
   * Takes the domain from the host that the request asked for: matched against the whole name in any
   * case, its first capture group becomes `Domain`. No match: only to the host that set it.
   * @example /^.+?\.(\w+\.[a-z]+)$/
   * @default absent
   */
  domainPattern?: RegExp
  /** How long the browser keeps the cookie, in whole seconds (`'14d'`). @default absent: until it is closed */
  maxAge?: Duration
  /** Hides the cookie from scripts. @default true */
  httpOnly?: boolean
  /** Only over TLS. `'auto'`: when the request arrived over TLS. @default 'auto' */
  secure?: boolean | 'auto'
  /** May other sites' requests carry the cookie? `false` leaves the attribute out. @default 'Lax' */
  sameSite?: 'Lax' | 'Strict' | 'None' | false
  /** A cookie jar of its own under each top-level site (CHIPS). Needs `secure: true`. @default false */
  partitioned?: boolean
  /** What the browser keeps when its jar is full. @default absent */
  priority?: 'Low' | 'Medium' | 'High'
  /** Sends the id as standard Base64, as Spring Session's servlet side does. @default true */
  base64?: boolean
  /** Names this node for sticky load balancers: sent as `.route` behind the id. @default absent */
  jvmRoute?: string
  /**
   * Signs the id with HMAC-SHA256. The first key signs, every key verifies, so a new key goes in
   * front of the old one. At least 16 characters each. A wrong or missing signature is no id.
   * @default absent: unsigned
   */
  signingKeys?: readonly string[]
}

export const cookieDefaults: Readonly<
  Required<
    Pick<CookieOptions, 'name' | 'httpOnly' | 'secure' | 'sameSite' | 'partitioned' | 'base64'>
  >
> = {
  name: 'SESSION',
  httpOnly: true,
  secure: 'auto',
  sameSite: 'Lax',
  partitioned: false,
  base64: true,
}

/** The Max-Age of a remembered session, in seconds: 2^31 − 1, about 68 years. */
export const rememberMeMaxAge = 2_147_483_647
