import type { ScaledMeasurement, Scaling } from '../scale/scaled-store.ts'
import { markdownTable } from './markdown-table.ts'
import { measuredWith, type StoredResult } from './stored-result.ts'

export interface ScalingResult {
  readonly sizes: readonly number[]
  readonly measurements: readonly ScaledMeasurement[]
}

/** How the time of each operation grows, as Markdown. */
export function scalingReport(scaling: Scaling, result: StoredResult & ScalingResult): string {
  const { reference, goal } = scaling
  const { sizes, measurements } = result
  const smallest = Math.min(...sizes)
  const largest = Math.max(...sizes)
  const kinds = distinct(measurements.map(({ subject, operation }) => ({ subject, operation })))

  const rows = kinds.map(({ subject, operation }) => {
    const time = (name: string, sessions: number): number =>
      median(figuresOf(measurements, name, operation, sessions)?.duration ?? [])
    const growth = time(subject, largest) / time(subject, smallest)
    const isMissed = goal.subjects.includes(subject) && growth > goal.growth
    return [
      operation,
      subject,
      ...sizes.map((sessions) => ratio(time(subject, sessions) / time(reference, smallest))),
      `${ratio(growth)}${isMissed ? ', missed' : ''}`,
      goal.subjects.includes(subject) ? `≤ ${goal.growth.toFixed(2)}` : '',
    ]
  })
  return [
    `## ${scaling.title}`,
    scaling.introduction,
    `### Time, ${reference} with ${sessionsOf(smallest)} = 1.00`,
    markdownTable(['operation', 'store', ...sizes.map(sessionsOf), 'growth', 'goal'], rows, 2),
    `${measuredWith(result)}; the median of what was repeated.`,
  ].join('\n\n')
}

const figuresOf = (
  measurements: readonly ScaledMeasurement[],
  subject: string,
  operation: string,
  sessions: number,
): ScaledMeasurement | undefined =>
  measurements.find(
    (one) => one.subject === subject && one.operation === operation && one.sessions === sessions,
  )

interface Kind {
  readonly subject: string
  readonly operation: string
}

/** Ordered by operation: what is compared stands together. */
function distinct(kinds: readonly Kind[]): Kind[] {
  const unique = new Map(kinds.map((kind) => [`${kind.operation} ${kind.subject}`, kind]))
  const operations = [...new Set(kinds.map(({ operation }) => operation))]
  return operations.flatMap((operation) =>
    [...unique.values()].filter((kind) => kind.operation === operation),
  )
}

const median = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? Number.NaN

const sessionsOf = (count: number): string => `${count.toLocaleString('en')} sessions`

const ratio = (value: number): string =>
  value < 100 ? value.toFixed(2) : Math.round(value).toLocaleString('en')
