import { sessionCostOnExpress } from '../src/questions/session-cost-on-express.ts'
import { describeComparison } from './describe-comparison.ts'

describeComparison(sessionCostOnExpress)
