import { type SessionSize, sessionSizes } from '../subjects/example-session.ts'
import { markdownTable } from './markdown-table.ts'
import { measuredWith, type StoredResult } from './stored-result.ts'

export interface MemoryResult {
  readonly measurements: readonly {
    readonly layout: string
    readonly size: SessionSize
    /** Of Redis for each session. */
    readonly bytes: number
  }[]
}

/** What Redis needs for a session, as Markdown. Bytes hold on every machine, unlike times. */
export function memoryReport(result: StoredResult & MemoryResult): string {
  const { measurements } = result
  const sizes = [...new Set(measurements.map(({ size }) => size))]
  const layouts = [...new Set(measurements.map(({ layout }) => layout))]
  const rows = layouts.map((layout) => [
    layout,
    ...sizes.map((size) => {
      const found = measurements.find((one) => one.layout === layout && one.size === size)
      return found === undefined ? '' : Math.round(found.bytes).toLocaleString('en')
    }),
  ])
  return [
    '## How much memory does a session take in Redis?',
    'What the memory of Redis grows by, in bytes for each session. Every session belongs to a user with ten of them. *By hand* is a hash with one field for each attribute; connect-redis writes one JSON text; what the indexed repository needs more is the set of its user, the entries by which it is found when it ends, and what tells a Java service of that end. Its stream of events also holds the state of each session that began or ended in the last minutes (`eventRetention`).',
    markdownTable(
      ['layout', ...sizes.map((size) => `session of ${sessionSizes[size].label}`)],
      rows,
      1,
    ),
    `${measuredWith(result)}.`,
  ].join('\n\n')
}
