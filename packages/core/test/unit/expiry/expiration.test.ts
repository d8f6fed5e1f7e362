import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expiresAt, isExpired, isTouchDue } from '../../../src/expiry/expiration.ts'

const times = (lastAccessedTime: number, maxInactiveInterval: number, creationTime = 0) => ({
  creationTime,
  lastAccessedTime,
  maxInactiveInterval,
})

describe('a session of 90 seconds, used at 1,000', () => {
  test.each([
    ['a millisecond before its end', 90_999, false],
    ['exactly at its end', 91_000, true],
    ['a millisecond later', 91_001, true],
    ['before it was used, by a clock that is behind', 0, false],
  ])('%s', (_moment, now, expired) => {
    expect(isExpired(times(1000, 90), now, undefined)).toBe(expired)
  })
})

describe('a session', () => {
  test('with a negative interval never ends', () => {
    expect(expiresAt(times(0, -1), undefined)).toBeUndefined()
    expect(isExpired(times(0, -1800), Number.MAX_SAFE_INTEGER, undefined)).toBe(false)
  })

  test('with the interval 0 has ended at once', () => {
    expect(isExpired(times(1000, 0), 1000, undefined)).toBe(true)
  })

  test('with the largest interval does not overflow', () => {
    const now = Date.UTC(2026, 0)
    expect(expiresAt(times(now, 2_147_483_647), undefined)).toBe(now + 2_147_483_647_000)
    expect(isExpired(times(now, 2_147_483_647), now + 2_147_483_646_999, undefined)).toBe(false)
  })

  test('ends at the earlier of its idle and its absolute end', () => {
    expect(expiresAt(times(5000, 60, 1000), 10_000)).toBe(11_000)
    expect(expiresAt(times(5000, 3, 1000), 10_000)).toBe(8000)
    expect(expiresAt(times(5000, -1, 1000), 10_000)).toBe(11_000)
  })

  test('is expired exactly when the interval has passed since its last use', () => {
    const moment = fc.integer({ min: 0, max: 4e12 })
    fc.assert(
      fc.property(
        moment,
        moment,
        fc.integer({ min: -5, max: 2_147_483_647 }),
        (last, now, interval) => {
          const expected = interval >= 0 && now - interval * 1000 >= last
          expect(isExpired(times(last, interval), now, undefined)).toBe(expected)
          expect(expiresAt(times(last, interval), undefined)).toBe(
            interval < 0 ? undefined : last + interval * 1000,
          )
        },
      ),
    )
  })

  test('never outlives its absolute timeout, however it is used', () => {
    fc.assert(
      fc.property(
        fc.nat(1e12),
        fc.nat(1e12),
        fc.integer({ min: -1, max: 1e9 }),
        (created, use, interval) => {
          const used = times(created + use, interval, created)
          expect(expiresAt(used, 5000)).toBeLessThanOrEqual(created + 5000)
          expect(isExpired(used, created + 5000, 5000)).toBe(true)
        },
      ),
    )
  })
})

describe('a read renews the access time', () => {
  test.each([
    ['of half an hour after a second', 1800, undefined, 1000],
    ['of a minute after 1 % of it', 60, undefined, 600],
    ['without an end after a second', -1, undefined, 1000],
    ['with a touchInterval after that', 1800, 60_000, 60_000],
  ])('%s', (_what, interval, touchInterval, due) => {
    expect(isTouchDue(times(1000, interval), 1000 + due - 1, touchInterval)).toBe(false)
    expect(isTouchDue(times(1000, interval), 1000 + due, touchInterval)).toBe(true)
  })

  test('each time with touchInterval 0, but never backwards', () => {
    expect(isTouchDue(times(1000, 1800), 1001, 0)).toBe(true)
    expect(isTouchDue(times(1000, 1800), 1000, 0)).toBe(false)
    expect(isTouchDue(times(1000, 1800), 500, 0)).toBe(false)
  })
})
