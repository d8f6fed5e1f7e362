import { expect, test } from 'vitest'
import { redis } from '../src/databases/redis.ts'
import { scalingReport } from '../src/report/scaling-report.ts'
import type { ScaledMeasurement, Scaling } from '../src/scale/scaled-store.ts'

const scaling: Scaling = {
  name: 'example',
  title: 'Does it grow?',
  introduction: 'An example.',
  database: redis,
  subjects: [],
  reference: 'ours',
  goal: { subjects: ['ours'], growth: 1.5 },
  sizes: { sessions: [10, 1_000], due: 5 },
  packages: [],
}

const measurement = (
  subject: string,
  operation: string,
  sessions: number,
  ...duration: number[]
): ScaledMeasurement => ({ subject, operation, sessions, duration, databaseCpu: [] })

test('times are parts of the median of ours in the smallest store, and growth is marked', () => {
  const report = scalingReport(scaling, {
    machine: 'a machine',
    versions: [],
    pinned: true,
    sizes: [10, 1_000],
    measurements: [
      measurement('ours', 'find', 10, 9, 2, 1),
      measurement('ours', 'find', 1_000, 2.5),
      measurement('ours', 'sweep', 10, 10),
      measurement('ours', 'sweep', 1_000, 20),
      measurement('peer', 'find', 10, 8),
      measurement('peer', 'find', 1_000, 2_000),
    ],
  })
  expect(report).toContain('| find | ours | 1.00 | 1.25 | 1.25 | ≤ 1.50 |')
  expect(report).toContain('| find | peer | 4.00 | 1,000 | 250 |  |')
  expect(report).toContain('| sweep | ours | 1.00 | 2.00 | 2.00, missed | ≤ 1.50 |')
})
