import { describeWithService, redisExecutable } from '@session/testing/services'
import { sessionCostOnRedis } from '../src/questions/session-cost-on-redis.ts'
import { describeComparison } from './describe-comparison.ts'

describeWithService(redisExecutable, 'sessions on Redis', () => {
  describeComparison(sessionCostOnRedis)
})
