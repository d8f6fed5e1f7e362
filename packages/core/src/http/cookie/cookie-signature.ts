import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import { InvalidOptionError } from '../../errors/invalid-option-error.ts'

/** Signs values as `value.signature`, with the signature as base64url. */
export interface CookieSignature {
  sign(value: string): string
  /** The value without its signature, or `undefined` when no key made that signature. */
  verify(signed: string): string | undefined
}

const SHORTEST_KEY = 16

/** The first key signs, every key verifies. */
export function cookieSignature(signingKeys: readonly string[]): CookieSignature {
  const keys = secretKeys(signingKeys)
  const current = keys[0]!
  return {
    sign: (value) => `${value}.${signature(current, value)}`,
    verify(signed) {
      const dot = signed.lastIndexOf('.')
      if (dot === -1) return undefined
      const value = signed.slice(0, dot)
      const presented = Buffer.from(signed.slice(dot + 1))
      return keys.some((key) => matches(presented, signature(key, value))) ? value : undefined
    },
  }
}

function signature(key: KeyObject, value: string): string {
  return createHmac('sha256', key).update(value).digest('base64url')
}

// As text, not as bytes: the last character has two spare bits, and only one spelling may pass.
function matches(presented: Buffer, text: string): boolean {
  const expected = Buffer.from(text)
  return presented.length === expected.length && timingSafeEqual(presented, expected)
}

function secretKeys(signingKeys: readonly string[]): KeyObject[] {
  if (!Array.isArray(signingKeys) || signingKeys.length === 0) {
    throw new InvalidOptionError(
      'cookie.signingKeys',
      Array.isArray(signingKeys) ? signingKeys : typeof signingKeys,
      'Write a list of keys, or leave it out to send ids unsigned.',
    )
  }
  return signingKeys.map((key: unknown, position) => {
    if (typeof key === 'string' && key.length >= SHORTEST_KEY) {
      return createSecretKey(Buffer.from(key))
    }
    throw new InvalidOptionError(
      `cookie.signingKeys[${position}]`,
      typeof key === 'string' ? `a key of ${key.length} characters` : typeof key,
      `Use at least ${SHORTEST_KEY} random characters, as from randomBytes(32).toString('base64url').`,
    )
  })
}
