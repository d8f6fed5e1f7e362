import { describe, expect, test } from 'vitest'
import {
  concludeRun,
  failureLines,
  skipLines,
  summaryLine,
  type TestSummary,
} from '../../src/test-run/test-summary.ts'

const summary = (changes: Partial<TestSummary>): TestSummary => ({
  passed: 0,
  failures: [],
  skipped: 0,
  notes: [],
  ...changes,
})

const failures = [
  { where: 'a.test.ts > adds', message: 'expected 3 to be 4\nat /home/a.test.ts:7' },
  { where: 'b.test.ts', message: 'no such module' },
]

describe('concludeRun', () => {
  test.each([
    ['tests passed', summary({ passed: 3, skipped: 1 }), true, '3 passed, 0 failed, 1 skipped'],
    ['tests failed', summary({ passed: 3, failures }), false, '3 passed, 2 failed, 0 skipped'],
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
  test('tells each reason once, with how many tests of each file were skipped for it', () => {
    const notes = [
      { file: 'a.test.ts', note: 'no browser' },
      { file: 'b.test.ts', note: 'no events' },
      { file: 'a.test.ts', note: 'no browser' },
      { file: 'c.test.ts', note: 'no browser' },
    ]
    expect(skipLines(summary({ skipped: 4, notes }))).toEqual([
      'Skipped: no browser',
      '  2 in a.test.ts',
      '  1 in c.test.ts',
      'Skipped: no events',
      '  1 in b.test.ts',
    ])
  })
})

describe('failureLines', () => {
  test('tells every failure with all of its message', () => {
    expect(failureLines(summary({ failures }))).toEqual([
      'Failed: a.test.ts > adds',
      '  expected 3 to be 4',
      '  at /home/a.test.ts:7',
      'Failed: b.test.ts',
      '  no such module',
    ])
  })

  test('says nothing when nothing failed', () => {
    expect(failureLines(summary({ passed: 1 }))).toEqual([])
  })
})
