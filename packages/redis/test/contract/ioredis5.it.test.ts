import { type AnyAttributes, describeSessionRepository } from '@session/testing'
import { describeWithService, redis } from '@session/testing/services'
import { Redis } from 'ioredis'
import { Redis as Redis5 } from 'ioredis5'
import { afterAll } from 'vitest'
import { RedisIndexedSessionRepository, RedisSessionRepository } from '../../src/index.ts'
import { rawRedis } from '../raw-redis.ts'
import { simpleLacks } from '../simple-lacks.ts'

describeWithService(redis, 'ioredis 5', (url) => {
  const client = new Redis5(url)
  const second = new Redis(url)
  afterAll(() => {
    client.disconnect()
    second.disconnect()
  })

  const simple = { namespace: 'contract:ioredis5:simple' }
  describeSessionRepository('Redis (simple, ioredis 5)', {
    open: (options) => new RedisSessionRepository<AnyAttributes>(client, { ...options, ...simple }),
    raw: rawRedis(second, simple.namespace),
    lacks: simpleLacks,
  })

  // The suites age sessions as no clock does: what Redis then says of it would race with the sweep.
  const indexed = { namespace: 'contract:ioredis5:indexed', notifications: 'off' } as const
  describeSessionRepository('Redis (indexed, ioredis 5)', {
    open: (options) =>
      new RedisIndexedSessionRepository<AnyAttributes>(client, { ...options, ...indexed }),
    raw: rawRedis(second, indexed.namespace),
  })
})
