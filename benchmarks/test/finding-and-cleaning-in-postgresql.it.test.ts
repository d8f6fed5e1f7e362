import { describeWithService, postgresExecutable } from '@session/testing/services'
import { findingAndCleaningInPostgresql } from '../src/questions/finding-and-cleaning-in-sql.ts'
import { describeScaling } from './describe-scaling.ts'

describeWithService(postgresExecutable, 'many sessions in PostgreSQL', () => {
  describeScaling(findingAndCleaningInPostgresql)
})
