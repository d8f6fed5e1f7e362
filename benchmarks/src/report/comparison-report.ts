import type { Comparison } from '../comparison/comparison.ts'
import { Figures } from '../comparison/figures.ts'
import type { ComparisonResult } from '../questions/comparison-question.ts'
import {
  countsTable,
  floorSharesTable,
  ratiosTable,
  sharesTable,
  withSessions,
} from './comparison-tables.ts'
import { measuredWith, type StoredResult } from './stored-result.ts'

/** The answer to one question as Markdown. */
export function comparisonReport(
  comparison: Comparison,
  result: StoredResult & ComparisonResult,
): string {
  const figures = new Figures(comparison, result.measurements)
  const { database, floor, goal, kinds, reference, subjects } = comparison
  const ofFloor = goal.ofFloor ?? {}
  const hasFloors = subjects.some(({ framework }) => framework !== undefined)
  const parts = [
    `## ${comparison.title}`,
    comparison.introduction,
    `### What the session adds, ${reference} = 100 %`,
    sharesTable(comparison, figures),
  ]
  if (goal.ofFloor !== undefined) {
    parts.push(
      `### What the session adds, ${hasFloors ? 'by hand on the same framework' : floor} = 1.00`,
      floorSharesTable(comparison, figures, ofFloor),
    )
  }
  parts.push(
    `### The whole server, ${hasFloors ? 'by hand on the same framework' : floor} = 1.00`,
    ratiosTable(subjects, kinds, (kind, name) => figures.ratioToFloor(kind, name)),
  )
  if (database !== undefined) {
    const subjectsOfDatabase = withSessions(comparison)
    // Without a server of its own, what it computes is part of what the subject does.
    const calling = kinds.filter((kind) => figures.databaseComputes(kind))
    if (calling.length > 0) {
      parts.push(
        `### What the database computes for a request, ${floor} = 1.00`,
        ratiosTable(subjectsOfDatabase, calling, (kind, name) => figures.databaseRatio(kind, name)),
      )
    }
    parts.push(
      `### Requests per second, ${hasFloors ? 'by hand on the same framework' : floor} = 1.00`,
      ratiosTable(subjectsOfDatabase, kinds, (kind, name) => figures.throughputRatio(kind, name)),
    )
  }
  const { rounds, requestsPerBurst, connections, warmUpRounds } = result.effort
  parts.push(
    '### Bytes of a response, and store calls',
    countsTable(comparison, figures),
    `${measuredWith(result)}; ${rounds} rounds of ${requestsPerBurst} requests over ${connections} connections, after ${warmUpRounds} rounds to warm up${result.pinned ? '' : '; server and load were not bound to cores, so expect more noise'}.`,
  )
  return parts.join('\n\n')
}
