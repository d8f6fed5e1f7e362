import { randomSessionIdGenerator, uuidSessionIdGenerator } from '@session/core'
import { describe, expect, test } from 'vitest'
import { handleOf } from '../../../src/session/session-handle.ts'
import {
  generateSessionId,
  isWellFormedSessionId,
} from '../../../src/session/session-id-generator.ts'

describe('a random id', () => {
  test('fills CHAR(36) exactly, and decodes to 27 bytes', () => {
    const id = randomSessionIdGenerator()()
    expect(id).toMatch(/^[A-Za-z0-9_-]{36}$/)
    expect(Buffer.from(id, 'base64url')).toHaveLength(27)
  })

  test('never comes twice, and uses its alphabet evenly', () => {
    const generate = randomSessionIdGenerator()
    const ids = new Set<string>()
    const counts = new Map<string, number>()
    for (let n = 0; n < 20_000; n++) {
      const id = generate()
      ids.add(id)
      for (const letter of id) counts.set(letter, (counts.get(letter) ?? 0) + 1)
    }
    expect(ids.size).toBe(20_000)
    expect(counts.size).toBe(64)
    // 11,250 of each are expected; ten standard deviations are 1,050.
    for (const count of counts.values()) expect(Math.abs(count - 11_250)).toBeLessThan(1050)
  })

  test('may be a UUID', () => {
    const id = generateSessionId(uuidSessionIdGenerator())
    expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  })
})

describe('an id from outside', () => {
  test.each([20, 36, 128])('of %i characters of the alphabet is well formed', (length) => {
    expect(isWellFormedSessionId('aZ0_-'.repeat(30).slice(0, length))).toBe(true)
  })

  test.each([
    ['19 characters', 'a'.repeat(19)],
    ['129 characters', 'a'.repeat(129)],
    ['a line break at its end', `${'a'.repeat(36)}\n`],
    ['a String object', new String('a'.repeat(36))],
    ['an object', { length: 36 }],
  ])('with %s is not', (_what, id) => {
    expect(isWellFormedSessionId(id)).toBe(false)
  })
})

test('a handle has the length of an id, depends on it alone, and does not contain it', () => {
  const [one, other] = [randomSessionIdGenerator()(), randomSessionIdGenerator()()]
  expect(handleOf(one)).toMatch(/^[A-Za-z0-9_-]{36}$/)
  expect(handleOf(one)).toBe(handleOf(one))
  expect(handleOf(one)).not.toBe(handleOf(other))
  expect(handleOf('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_')
})
