import { createHmac } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { SessionError } from '../../../../src/errors/session-error.ts'
import { cookieSignature } from '../../../../src/http/cookie/cookie-signature.ts'

const OLD = 'an-old-key-of-enough-length'
const NEW = 'a-new-key-of-enough-length'
const ID = 'abcdefghijklmnopqrstuvwxyz0123456789'

describe('cookieSignature', () => {
  test('puts a base64url HMAC-SHA256 behind the value', () => {
    const expected = createHmac('sha256', NEW).update(ID).digest('base64url')
    expect(cookieSignature([NEW]).sign(ID)).toBe(`${ID}.${expected}`)
  })

  test('verifies what it signed', () => {
    const signature = cookieSignature([NEW])
    expect(signature.verify(signature.sign(ID))).toBe(ID)
    expect(signature.verify(signature.sign('a.b'))).toBe('a.b')
  })

  test('signs with the first key and verifies with all', () => {
    const rotated = cookieSignature([NEW, OLD])
    expect(rotated.sign(ID)).toBe(cookieSignature([NEW]).sign(ID))
    expect(rotated.verify(cookieSignature([OLD]).sign(ID))).toBe(ID)
  })

  test('refuses a key that was taken away', () => {
    expect(cookieSignature([NEW]).verify(cookieSignature([OLD]).sign(ID))).toBeUndefined()
  })

  test.each(['', '.', ID, `${ID}.`, `${ID}.${'A'.repeat(43)}`, `${ID}.${'ä'.repeat(43)}`])(
    'refuses %j',
    (text) => {
      expect(cookieSignature([NEW]).verify(text)).toBeUndefined()
    },
  )

  test('refuses the signature of another value', () => {
    const [, signature] = cookieSignature([NEW]).sign(ID).split('.')
    expect(cookieSignature([NEW]).verify(`${ID.toUpperCase()}.${signature}`)).toBeUndefined()
  })

  test('keeps using the keys it was made with', () => {
    const keys = [NEW]
    const signature = cookieSignature(keys)
    keys[0] = OLD
    expect(signature.sign(ID)).toBe(cookieSignature([NEW]).sign(ID))
  })

  test.each([
    ['no list', 'hunter2-hunter2-hunter2'],
    ['an empty list', []],
    ['an empty key', [NEW, '']],
    ['a short key', ['hunter2-hunter2']],
    ['a key that is no text', [1234567890123456]],
    ['null', null],
  ])('refuses %s and does not print it', (_, keys) => {
    const error = thrownBy(() => cookieSignature(keys as unknown as string[]))
    expect(error).toMatchObject({ code: 'INVALID_OPTION' })
    expect(inspect(error)).toContain('cookie.signingKeys')
    expect(inspect(error)).not.toMatch(/hunter2|1234567890/)
  })
})

function thrownBy(call: () => unknown): SessionError {
  try {
    call()
  } catch (error) {
    if (SessionError.isInstance(error)) return error
    throw error
  }
  throw new Error('Nothing was thrown.')
}
