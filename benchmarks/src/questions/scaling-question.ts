import { type ScalingResult, scalingReport } from '../report/scaling-report.ts'
import { measureAtScale } from '../scale/measure-at-scale.ts'
import type { Scaling } from '../scale/scaled-store.ts'
import type { Question } from './question.ts'

/** Asks how the time of operations grows with the number of sessions. */
export const scalingQuestion = (scaling: Scaling): Question<ScalingResult> => ({
  name: scaling.name,
  packages: scaling.packages,
  measure: async (how) => {
    const sizes = how.quick ? scaling.sizes.map((size) => Math.min(size, 20_000)) : scaling.sizes
    const distinct = [...new Set(sizes)]
    return { sizes: distinct, measurements: await measureAtScale(scaling, distinct, how) }
  },
  report: (result) => scalingReport(scaling, result),
})
