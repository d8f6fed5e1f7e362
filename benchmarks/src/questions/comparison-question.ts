import type { Comparison, Effort, Measurement } from '../comparison/comparison.ts'
import { measure } from '../comparison/measure.ts'
import { comparisonReport } from '../report/comparison-report.ts'
import type { Question } from './question.ts'

export interface ComparisonResult {
  readonly effort: Effort
  readonly measurements: readonly Measurement[]
}

const thorough: Effort = { warmUpRounds: 5, rounds: 32, requestsPerBurst: 1_000, connections: 50 }
const quick: Effort = { warmUpRounds: 0, rounds: 2, requestsPerBurst: 100, connections: 10 }

/** Asks what each subject of a comparison costs. */
export const comparisonQuestion = (comparison: Comparison): Question<ComparisonResult> => ({
  name: comparison.name,
  packages: comparison.packages,
  measure: async (how) => {
    const effort = how.quick ? quick : { ...thorough, ...comparison.effort }
    return { effort, measurements: await measure(comparison, { ...how, effort }) }
  },
  report: (result) => comparisonReport(comparison, result),
})
