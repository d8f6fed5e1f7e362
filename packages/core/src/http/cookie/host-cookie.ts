import type { CookieOptions } from './cookie-options.ts'

/**
 * The cookie that no sibling domain and no plain-HTTP page can plant: `__Host-SESSION`, always
 * `Secure`, `Path=/`, no `Domain`. Browsers refuse it without TLS, except some on localhost.
 */
export function hostCookie(
  options: Omit<CookieOptions, 'name' | 'secure' | 'path' | 'domain' | 'domainPattern'> = {},
): CookieOptions {
  return { name: '__Host-SESSION', secure: true, path: '/', ...options }
}
