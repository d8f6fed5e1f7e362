import { describeWithService, redisExecutable } from '@session/testing/services'
import { findingAndSweepingOnRedis } from '../src/questions/finding-and-sweeping-on-redis.ts'
import { describeScaling } from './describe-scaling.ts'

describeWithService(redisExecutable, 'many sessions on Redis', () => {
  describeScaling(findingAndSweepingOnRedis)
})
