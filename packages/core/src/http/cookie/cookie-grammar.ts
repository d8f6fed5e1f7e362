const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const OCTETS = /^[\x21\x23-\x2B\x2D-\x3A\x3C-\x5B\x5D-\x7E]+$/
const PATH = /^\/[\x21-\x2B\x2D-\x3A\x3C-\x7E]{0,1023}$/
const LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?'
const DOMAIN = new RegExp(`^(?=.{1,253}$)${LABEL}(?:\\.${LABEL})*$`, 'i')

/** Names of cookies and of header fields share one grammar. */
export const isToken = (text: string): boolean => TOKEN.test(text)

/** RFC 6265's `cookie-octet`: visible ASCII without quote, comma, semicolon and backslash. */
export const isCookieText = (text: string): boolean => OCTETS.test(text)

/** Absolute, visible ASCII without comma and semicolon. Browsers ignore more than 1024 characters. */
export const isCookiePath = (text: string): boolean => PATH.test(text)

/** A host name as DNS knows it, without a dot at either end. */
export const isCookieDomain = (text: string): boolean => DOMAIN.test(text)
