import { sessionCostOnSqlite } from '../src/questions/session-cost-on-sqlite.ts'
import { describeComparison } from './describe-comparison.ts'

describeComparison(sessionCostOnSqlite)
