import { redis } from '../databases/redis.ts'
import { scaledByHand, scaledConnectRedis, scaledIndexed } from '../scale/scaled-redis.ts'
import type { Scaling } from '../scale/scaled-store.ts'

export const findingAndSweepingOnRedis: Scaling = {
  name: 'finding-and-sweeping-on-redis',
  title: 'Does it matter how many sessions are in Redis?',
  introduction:
    'One asks for the ten sessions of one user, and for the end of those that are due, while ever more sessions of others are there. *By hand* is a set of ids for each user and one `HGETALL` for each of them. connect-redis has no index: its `all()` goes through every key. Where Redis itself removes what expired, nothing is swept, and nobody hears of it either.',
  database: redis,
  subjects: [scaledIndexed, scaledByHand, scaledConnectRedis],
  reference: '@session/redis, indexed',
  goal: { subjects: ['@session/redis, indexed'], growth: 1.5 },
  sizes: { sessions: [10_000, 1_000_000], due: 2_000 },
  packages: ['ioredis', 'redis', 'connect-redis'],
}
