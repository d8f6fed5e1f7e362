import { InvalidOptionError, PRINCIPAL_NAME_INDEX_NAME } from '@session/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RedisKeys } from '../../src/keys.ts'

describe('a namespace', () => {
  test('is put before every key, and its last colon is not doubled', () => {
    for (const namespace of ['shop', 'shop:', 'shop::']) {
      const keys = new RedisKeys(namespace)
      expect(keys.session('id')).toBe('shop:sessions:id')
      expect(keys.events).toBe('shop:node:events')
    }
  })

  test.each(['', ' ', ':', undefined, null, 5])('%j is refused', (namespace) => {
    expect(() => new RedisKeys(namespace as string)).toThrow(InvalidOptionError)
  })
})

describe('the key of an index', () => {
  const keys = new RedisKeys('spring:session')

  test("is Java's for the principal's name, whatever the name", () => {
    expect(keys.index(PRINCIPAL_NAME_INDEX_NAME, 'a:b%')).toBe(
      'spring:session:index:org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME:a:b%',
    )
  })

  test('is never that of another name and value', () => {
    const text = fc.stringMatching(/^[a:%3A]{0,6}$/)
    fc.assert(
      fc.property(text, text, text, text, (name, value, otherName, otherValue) => {
        const isSame = name === otherName && value === otherValue
        expect(keys.index(name, value) === keys.index(otherName, otherValue)).toBe(isSame)
        expect(keys.index(name, value).startsWith(keys.indexPrefix(otherName))).toBe(
          name === otherName,
        )
      }),
    )
  })
})
