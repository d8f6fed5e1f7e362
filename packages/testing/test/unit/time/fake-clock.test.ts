import { fakeClock } from '@session/testing'
import { describe, expect, test } from 'vitest'

describe('a fake clock', () => {
  test('stands still until it is moved', () => {
    const clock = fakeClock(1000)
    expect([clock.now(), clock.now()]).toEqual([1000, 1000])
    expect(clock.advance('5m')).toBe(301_000)
    expect(clock.now()).toBe(301_000)
  })

  test.each([
    ['1ms', 1],
    ['1.5s', 1500],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['1d', 86_400_000],
  ] as const)('moves by %s', (duration, milliseconds) => {
    expect(fakeClock(0).advance(duration)).toBe(milliseconds)
  })

  test('starts at a date, or now', () => {
    expect(fakeClock(new Date(5)).now()).toBe(5)
    expect(Math.abs(fakeClock().now() - Date.now())).toBeLessThan(1000)
  })

  test.each(['5', 'soon', '-1s', ''])('refuses %j', (duration) => {
    expect(() => fakeClock().advance(duration as '5s')).toThrow("Write '90s', '5m' or '2h'")
  })
})
