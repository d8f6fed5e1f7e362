import type { Comparison, RequestKind } from '../comparison/comparison.ts'
import { Figures } from '../comparison/figures.ts'
import { sessionSizes } from '../subjects/example-session.ts'
import { markdownTable } from './markdown-table.ts'
import type { StoredResult } from './stored-result.ts'

/** The answer to one question as Markdown. */
export function comparisonReport(comparison: Comparison, result: StoredResult): string {
  const figures = new Figures(comparison, result.measurements)
  const { effort, machine, versions } = result
  return [
    `## ${comparison.title}`,
    comparison.introduction,
    `### What the session adds, ${comparison.reference} = 100 %`,
    sharesTable(comparison, figures),
    `### The whole server, ${comparison.floor} = 1.00`,
    ratiosTable(comparison, figures),
    '### Bytes of a response, and store calls',
    countsTable(comparison, figures),
    `Measured with ${machine}; ${versions.join(', ')}; ${effort.rounds} rounds of ${effort.requestsPerBurst} requests over ${effort.connections} connections, after ${effort.warmUpRounds} rounds to warm up${result.pinned ? '' : '; server and load were not bound to cores, so expect more noise'}.`,
  ].join('\n\n')
}

function sharesTable({ subjects, kinds, bare, goal }: Comparison, figures: Figures): string {
  const compared = subjects.filter(({ name }) => name !== bare)
  return kindsTable(kinds, [...compared.map(({ name }) => name), 'goal'], (kind) => {
    const target = goal.shares[kind.request]
    return [
      ...compared.map(({ name }) => percent(figures.share(kind, name))),
      target === undefined ? '' : `≤ ${percent(target)}`,
    ]
  })
}

const ratiosTable = ({ subjects, kinds }: Comparison, figures: Figures): string =>
  kindsTable(
    kinds,
    subjects.map(({ name }) => name),
    (kind) => subjects.map(({ name }) => figures.ratioToFloor(kind, name).toFixed(2)),
  )

const countsTable = ({ subjects, kinds }: Comparison, figures: Figures): string => {
  const counted = subjects.filter(
    ({ entry }, i) => subjects.findIndex((other) => other.entry === entry) === i,
  )
  return kindsTable(
    kinds,
    counted.map(({ name }) => name),
    (kind) =>
      counted.map(({ name }) => {
        const { responseBytes, storeCalls } = figures.measurement(kind, name)
        return `${responseBytes} / ${storeCalls}`
      }),
  )
}

const kindsTable = (
  kinds: readonly RequestKind[],
  columns: readonly string[],
  cells: (kind: RequestKind) => string[],
): string =>
  markdownTable(
    ['request', 'session', ...columns],
    kinds.map((kind) => [
      kind.request,
      kind.request === 'anonymous' ? '–' : sessionSizes[kind.size].label,
      ...cells(kind),
    ]),
    2,
  )

const percent = (share: number): string => `${(share * 100).toFixed(0).replace('-0', '0')} %`
