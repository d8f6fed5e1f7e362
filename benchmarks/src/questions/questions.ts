import { comparisonQuestion } from './comparison-question.ts'
import type { Question } from './question.ts'
import { sessionCostOnExpress } from './session-cost-on-express.ts'
import { sessionCostOnRedis } from './session-cost-on-redis.ts'

/** All of them, in the order of the page of results. */
export const questions: readonly Question[] = [
  comparisonQuestion(sessionCostOnExpress),
  comparisonQuestion(sessionCostOnRedis),
]
