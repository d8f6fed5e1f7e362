import { expect, test } from 'vitest'
import type { Comparison, Measurement } from '../src/comparison/comparison.ts'
import { Figures } from '../src/comparison/figures.ts'
import { rotated } from '../src/comparison/rotated.ts'
import { comparisonReport } from '../src/report/comparison-report.ts'

const kind = { request: 'reading', size: 'small' } as const

const comparison: Comparison = {
  name: 'example',
  title: 'What does it cost?',
  introduction: 'An example.',
  subjects: ['bare', 'floor', 'peer', 'ours'].map((name) => ({ name, entry: name })),
  kinds: [kind],
  bare: 'bare',
  floor: 'floor',
  reference: 'peer',
  goal: { subjects: ['ours'], shares: { reading: 0.5 } },
  packages: [],
}

const measurement = (subject: string, cpu: readonly number[]): Measurement => ({
  ...kind,
  subject,
  cpu,
  databaseCpu: [subject === 'ours' ? 3 : 2],
  medianLatency: [1],
  requestsPerSecond: [subject === 'ours' ? 800 : 1000],
  requestBytes: 100,
  responseBytes: 300,
  storeCalls: subject === 'bare' ? 0 : 1,
})

const measurements = [
  measurement('bare', [55, 45, 50, 90]),
  measurement('floor', [60, 60, 60, 60]),
  measurement('peer', [150, 140, 500, 160]),
  measurement('ours', [99, 70, 80, 75]),
]

test('a cost is the lower quartile of all rounds', () => {
  expect(new Figures(comparison, measurements).cost(kind, 'ours')).toBe(75)
})

test('a share is what comes on top of the bare server, in parts of the reference', () => {
  const figures = new Figures(comparison, measurements)
  expect(figures.share(kind, 'ours')).toBe(0.25)
  expect(figures.share(kind, 'floor')).toBe(0.1)
  expect(figures.share(kind, 'peer')).toBe(1)
})

test('whole servers are compared with the floor', () => {
  const figures = new Figures(comparison, measurements)
  expect(figures.ratioToFloor(kind, 'ours')).toBe(1.25)
  expect(figures.ratioToFloor(kind, 'floor')).toBe(1)
})

test('what nobody measured is an error, not a zero', () => {
  const figures = new Figures(comparison, measurements)
  expect(() => figures.cost({ request: 'writing', size: 'small' }, 'ours')).toThrow(
    'Nobody measured ours writing small.',
  )
})

test('a subject on another framework is compared with the servers there', () => {
  const figures = new Figures(
    {
      ...comparison,
      subjects: [
        ...comparison.subjects,
        ...['bare there', 'floor there', 'theirs'].map((name) => ({
          name,
          entry: name,
          framework: { bare: 'bare there', floor: 'floor there' },
        })),
      ],
    },
    [
      ...measurements,
      measurement('bare there', [10]),
      measurement('floor there', [20]),
      measurement('theirs', [40]),
    ],
  )
  expect(figures.ratioToFloor(kind, 'theirs')).toBe(2)
  expect(figures.shareOfFloor(kind, 'theirs')).toBe(3)
  expect(figures.share(kind, 'theirs')).toBe(0.3)
  expect(figures.shareOfFloor(kind, 'ours')).toBe(2.5)
})

test('what a database computes and how many requests go through are ratios to the floor', () => {
  const figures = new Figures(comparison, measurements)
  expect(figures.databaseRatio(kind, 'ours')).toBe(1.5)
  expect(figures.throughputRatio(kind, 'ours')).toBeCloseTo(0.8)
})

test('one client alone is another case than all at once', () => {
  const alone = { ...measurement('ours', [60]), alone: true as const }
  const figures = new Figures(comparison, [...measurements, alone])
  expect(figures.cost({ ...kind, alone: true }, 'ours')).toBe(60)
  expect(figures.cost(kind, 'ours')).toBe(75)
})

test('the report shows ratios, counts and how it was measured', () => {
  const report = comparisonReport(comparison, {
    machine: 'a machine',
    versions: ['peer 1.0.0'],
    pinned: false,
    effort: { warmUpRounds: 1, rounds: 3, requestsPerBurst: 10, connections: 2 },
    measurements,
  })
  expect(report).toContain('| reading | 1 KB | 10 % | 100 % | 25 % | ≤ 50 % |')
  expect(report).toContain('| reading | 1 KB | 0.83 | 1.00 | 2.50 | 1.25 |')
  expect(report).toContain('| reading | 1 KB | 300 / 0 | 300 / 1 | 300 / 1 | 300 / 1 |')
  expect(report).toContain('Measured with a machine; peer 1.0.0; 3 rounds of 10 requests')
  expect(report).toContain('not bound to cores')
})

test('the report marks what misses a goal, and nothing else', () => {
  const missing = comparisonReport(
    {
      ...comparison,
      goal: { subjects: ['ours'], peers: ['peer', 'floor'], ofFloor: { reading: 1.25 } },
    },
    {
      machine: 'a machine',
      versions: [],
      pinned: true,
      effort: { warmUpRounds: 1, rounds: 3, requestsPerBurst: 10, connections: 2 },
      measurements,
    },
  )
  expect(missing).toContain('| reading | 1 KB | 10 % | 100 % | 25 %, missed | ≤ 10 % |')
  expect(missing).toContain('| reading | 1 KB | 1.00 | 10.00 | 2.50, missed | ≤ 1.25 |')
  expect(missing).not.toContain('not bound to cores')
})

test('every round begins with another subject and leaves none out', () => {
  expect([0, 1, 2, 3].map((round) => rotated(['a', 'b', 'c'], round).join(''))).toEqual([
    'abc',
    'bca',
    'cab',
    'abc',
  ])
})
