import { cookieSignature } from './cookie-signature.ts'
import type { CookieSettings } from './cookie-validation.ts'

/** Between a session id and the text of its cookie: `base64(id.signature.route)`. */
export interface CookieValueCodec {
  encode(id: string): string
  /** `undefined` when the text is not of this shape. */
  decode(text: string): string | undefined
}

export function cookieValueCodec({
  base64,
  jvmRoute,
  signingKeys,
}: CookieSettings): CookieValueCodec {
  const signature = signingKeys === undefined ? undefined : cookieSignature(signingKeys)
  return {
    encode(id) {
      const signed = signature === undefined ? id : signature.sign(id)
      const routed = jvmRoute === undefined ? signed : `${signed}.${jvmRoute}`
      return base64 ? toBase64(routed) : routed
    },
    decode(text) {
      const routed = base64 ? fromBase64(text) : text
      if (routed === undefined) return undefined
      const signed = jvmRoute === undefined ? routed : withoutRoute(routed, signature !== undefined)
      return signature === undefined ? signed : signature.verify(signed)
    },
  }
}

const toBase64 = (text: string): string => Buffer.from(text).toString('base64')

/** Node decodes leniently: only a text that encodes back to itself was Base64, and of valid UTF-8. */
function fromBase64(text: string): string | undefined {
  const decoded = Buffer.from(text, 'base64').toString()
  return toBase64(decoded) === text ? decoded : undefined
}

/**
 * Any node's route: a session moves here when its own node is gone. A cookie from before there were
 * routes has none, and its signature is not one.
 */
function withoutRoute(value: string, isSigned: boolean): string {
  const last = value.lastIndexOf('.')
  const hasRoute = isSigned ? value.indexOf('.') !== last : last !== -1
  return hasRoute ? value.slice(0, last) : value
}
