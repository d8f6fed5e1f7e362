import { describe, expect, test } from 'vitest'
import {
  concludeRun,
  skipLines,
  summaryLine,
  type TestSummary,
} from '../../src/test-run/test-summary.ts'

const summary = (changes: Partial<TestSummary>): TestSummary => ({
  passed: 0,
  failed: 0,
  skipped: 0,
  notes: [],
  ...changes,
})

describe('concludeRun', () => {
  test.each([
    ['tests passed', summary({ passed: 3, skipped: 1 }), true, '3 passed, 0 failed, 1 skipped'],
    ['tests failed', summary({ passed: 3, failed: 2 }), false, '3 passed, 2 failed, 0 skipped'],
    ['a threshold was missed', summary({ passed: 3 }), false, '3 passed, 1 failed, 0 skipped'],
    ['there was no test', summary({}), true, '0 passed, 1 failed, 0 skipped'],
    ['every test was skipped', summary({ skipped: 2 }), true, '0 passed, 1 failed, 2 skipped'],
    ['nothing was reported', undefined, false, '0 passed, 1 failed, 0 skipped'],
    ['nothing was reported, with success', undefined, true, '0 passed, 1 failed, 0 skipped'],
  ])('counts right when %s', (_case, reported, succeeded, line) => {
    expect(summaryLine(concludeRun(reported, succeeded))).toBe(line)
  })
})

describe('skipLines', () => {
  test('tells each reason once, with the tests that were skipped for it', () => {
    const notes = [
      { test: 'a', note: 'no browser' },
      { test: 'b', note: 'no events' },
      { test: 'c', note: 'no browser' },
    ]
    expect(skipLines(summary({ skipped: 3, notes }))).toEqual([
      'Skipped: no browser',
      '  a',
      '  c',
      'Skipped: no events',
      '  b',
    ])
  })
})
