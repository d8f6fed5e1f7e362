import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Duration, intervalSeconds, milliseconds } from '../../../src/expiry/duration.ts'

describe('a duration', () => {
  test.each([
    ['0s', 0],
    ['250ms', 250],
    ['90s', 90_000],
    ['1.5s', 1500],
    ['30m', 1_800_000],
    ['12h', 43_200_000],
    ['14d', 1_209_600_000],
  ] as [Duration, number][])('%s is %i milliseconds', (duration, expected) => {
    expect(milliseconds('x', duration)).toBe(expected)
  })

  test.each([
    [1800],
    ['1800'],
    ['never'],
    ['30 m'],
    ['-5m'],
    ['1e3s'],
    ['5M'],
    ['m'],
    [''],
    ['5m\n'],
    ['0.0001s'],
    ['9007199254740993ms'],
    [undefined],
    [null],
    [{}],
  ])('refuses %j, naming the option, the value and the remedy', (value) => {
    expect(() => milliseconds('touchInterval', value as Duration)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTION',
        message: expect.stringMatching(/^touchInterval: .* is not valid\. (Write|Use) /s),
      }),
    )
  })

  test('in any unit comes to the same', () => {
    fc.assert(
      fc.property(fc.nat(10_000), (days) => {
        expect(milliseconds('x', `${days}d`)).toBe(milliseconds('x', `${days * 24}h`))
        expect(milliseconds('x', `${days}h`)).toBe(milliseconds('x', `${days * 3600}s`))
      }),
    )
  })
})

describe('an interval', () => {
  test.each([
    ['30m', 1800],
    ['never', -1],
    ['0s', 0],
    ['2147483647s', 2_147_483_647],
    [1800, 1800],
    [0, 0],
    [-1800, -1800],
    [2_147_483_647, 2_147_483_647],
  ] as [Duration | 'never' | number, number][])('%s is %i seconds', (interval, seconds) => {
    expect(intervalSeconds('x', interval)).toBe(seconds)
  })

  test.each([['1500ms'], [0.5], [Number.NaN], [Number.POSITIVE_INFINITY], [2 ** 31], ['25000d']])(
    'refuses %s, which no stored layout can hold',
    (interval) => {
      expect(() => intervalSeconds('maxInactiveInterval', interval as Duration)).toThrow(
        expect.objectContaining({
          code: 'INVALID_OPTION',
          message: expect.stringContaining('32 bits'),
        }),
      )
    },
  )
})
