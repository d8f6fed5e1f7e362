import { comparisonQuestion } from './comparison-question.ts'
import {
  findingAndCleaningInPostgresql,
  findingAndCleaningInSqlite,
} from './finding-and-cleaning-in-sql.ts'
import { findingAndSweepingOnRedis } from './finding-and-sweeping-on-redis.ts'
import { memoryOnRedis } from './memory-on-redis.ts'
import type { Question } from './question.ts'
import { scalingQuestion } from './scaling-question.ts'
import { sessionCostOnExpress } from './session-cost-on-express.ts'
import { sessionCostOnPostgresql } from './session-cost-on-postgresql.ts'
import { sessionCostOnRedis } from './session-cost-on-redis.ts'
import { sessionCostOnSqlite } from './session-cost-on-sqlite.ts'

/** All of them, in the order of the page of results. */
export const questions: readonly Question[] = [
  comparisonQuestion(sessionCostOnExpress),
  comparisonQuestion(sessionCostOnRedis),
  scalingQuestion(findingAndSweepingOnRedis),
  memoryOnRedis,
  comparisonQuestion(sessionCostOnPostgresql),
  scalingQuestion(findingAndCleaningInPostgresql),
  comparisonQuestion(sessionCostOnSqlite),
  scalingQuestion(findingAndCleaningInSqlite),
]
