import { type ScalingResult, scalingReport } from '../report/scaling-report.ts'
import { measureAtScale } from '../scale/measure-at-scale.ts'
import type { Scaling } from '../scale/scaled-store.ts'
import type { Question } from './question.ts'

const QUICK_SIZES: readonly number[] = [1_000, 10_000]

/** Asks how the time of operations grows with the number of sessions. */
export const scalingQuestion = (scaling: Scaling): Question<ScalingResult> => ({
  name: scaling.name,
  packages: scaling.packages,
  measure: async (how) => {
    const { sizes } = scaling
    const asked = how.quick ? { sessions: QUICK_SIZES, due: 1_000 } : sizes
    return { sizes: asked.sessions, measurements: await measureAtScale(scaling, asked, how) }
  },
  report: (result) => scalingReport(scaling, result),
})
