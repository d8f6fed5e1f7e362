import type { Comparison, GoalPerRequest, RequestKind, Subject } from '../comparison/comparison.ts'
import type { Figures } from '../comparison/figures.ts'
import { sessionSizes } from '../subjects/example-session.ts'
import { markdownTable } from './markdown-table.ts'

/** What each session adds in parts of what the reference's adds, and the goals that this shows. */
export function sharesTable(comparison: Comparison, figures: Figures): string {
  const { kinds, goal } = comparison
  const bare = bareNames(comparison)
  const compared = comparison.subjects.filter(({ name }) => !bare.includes(name))
  return kindsTable(kinds, [...namesOf(compared), 'goal'], (kind) => {
    const atMost = goal.shares?.[kind.request]
    const peers = (goal.peers ?? []).map((peer) => figures.share(kind, peer))
    const limit = Math.min(atMost ?? Number.POSITIVE_INFINITY, ...peers)
    return [
      ...compared.map(({ name }) => {
        const share = figures.share(kind, name)
        return marked(percent(share), goal.subjects.includes(name) && share > limit)
      }),
      Number.isFinite(limit) ? `≤ ${percent(limit)}` : '',
    ]
  })
}

/** What each session adds in parts of what the floor of its framework adds. */
export function floorSharesTable(
  comparison: Comparison,
  figures: Figures,
  ofFloor: GoalPerRequest,
): string {
  const compared = withSessions(comparison)
  const kinds = comparison.kinds.filter(({ request }) => ofFloor[request] !== undefined)
  return kindsTable(kinds, [...namesOf(compared), 'goal'], (kind) => {
    const limit = ofFloor[kind.request] ?? Number.POSITIVE_INFINITY
    return [
      ...compared.map(({ name }) => {
        const ratio = figures.shareOfFloor(kind, name)
        const isMissed = comparison.goal.subjects.includes(name) && ratio > limit
        return marked(ratio.toFixed(2), isMissed)
      }),
      `≤ ${limit.toFixed(2)}`,
    ]
  })
}

export const ratiosTable = (
  subjects: readonly Subject[],
  kinds: readonly RequestKind[],
  ratio: (kind: RequestKind, subject: string) => number,
): string =>
  kindsTable(kinds, namesOf(subjects), (kind) =>
    subjects.map(({ name }) => ratio(kind, name).toFixed(2)),
  )

export function countsTable({ subjects, kinds }: Comparison, figures: Figures): string {
  const counted = subjects.filter(
    ({ entry }, i) => subjects.findIndex((other) => other.entry === entry) === i,
  )
  return kindsTable(
    kinds.filter(({ alone }) => !alone),
    namesOf(counted),
    (kind) =>
      counted.map(({ name }) => {
        const { responseBytes, storeCalls } = figures.measurement(kind, name)
        return `${responseBytes} / ${storeCalls}`
      }),
  )
}

/** Not the bare servers, under whatever name. */
export function withSessions(comparison: Comparison): Subject[] {
  const { subjects } = comparison
  const bare = bareNames(comparison)
  const bareEntries = subjects.filter(({ name }) => bare.includes(name)).map(({ entry }) => entry)
  return subjects.filter(({ entry }) => !bareEntries.includes(entry))
}

const bareNames = ({ bare, subjects }: Comparison): string[] => [
  bare,
  ...subjects.flatMap(({ framework }) => (framework === undefined ? [] : [framework.bare])),
]

const namesOf = (subjects: readonly Subject[]): string[] => subjects.map(({ name }) => name)

function kindsTable(
  kinds: readonly RequestKind[],
  columns: readonly string[],
  cells: (kind: RequestKind) => string[],
): string {
  const bothLoads = kinds.some(({ alone }) => alone)
  const labels = ['request', 'session', ...(bothLoads ? ['clients'] : [])]
  return markdownTable(
    [...labels, ...columns],
    kinds.map((kind) => [
      kind.request,
      kind.request === 'anonymous' ? '–' : sessionSizes[kind.size].label,
      ...(bothLoads ? [kind.alone ? 'one' : 'many'] : []),
      ...cells(kind),
    ]),
    labels.length,
  )
}

const marked = (figure: string, isMissed: boolean): string =>
  isMissed ? `${figure}, missed` : figure

const percent = (share: number): string => `${(share * 100).toFixed(0).replace(/^-0$/, '0')} %`
