import { findingAndCleaningInSqlite } from '../src/questions/finding-and-cleaning-in-sql.ts'
import { describeScaling } from './describe-scaling.ts'

describeScaling(findingAndCleaningInSqlite)
