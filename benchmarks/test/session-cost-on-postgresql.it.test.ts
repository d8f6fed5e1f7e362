import { describeWithService, postgresExecutable } from '@session/testing/services'
import { sessionCostOnPostgresql } from '../src/questions/session-cost-on-postgresql.ts'
import { describeComparison } from './describe-comparison.ts'

describeWithService(postgresExecutable, 'sessions on PostgreSQL', () => {
  describeComparison(sessionCostOnPostgresql)
})
