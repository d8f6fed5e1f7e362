import { expect, test } from 'vitest'
import { memoryReport } from '../src/report/memory-report.ts'

test('memory is bytes for each session, by layout and size', () => {
  const report = memoryReport({
    machine: 'a machine',
    versions: [],
    pinned: true,
    measurements: [
      { layout: 'hash', size: 'small', bytes: 1_234.4 },
      { layout: 'hash', size: 'large', bytes: 56_789 },
      { layout: 'text', size: 'small', bytes: 1_000 },
    ],
  })
  expect(report).toContain('| layout | session of 1 KB | session of 50 KB |')
  expect(report).toContain('| hash | 1,234 | 56,789 |')
  expect(report).toContain('| text | 1,000 |  |')
  expect(report).toContain('Measured with a machine.')
})
