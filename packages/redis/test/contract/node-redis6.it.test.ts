import { type AnyAttributes, describeSessionRepository } from '@session/testing'
import { describeWithService, redis } from '@session/testing/services'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { afterAll, describe } from 'vitest'
import { RedisIndexedSessionRepository, RedisSessionRepository } from '../../src/index.ts'
import { rawRedis } from '../raw-redis.ts'
import { simpleLacks } from '../simple-lacks.ts'

describeWithService(redis, 'node-redis 6', (url) => {
  describe.each([2, 3] as const)('by RESP%i', async (RESP) => {
    const client = createClient({ url, RESP })
    client.on('error', () => undefined)
    await client.connect()
    const second = new Redis(url)
    afterAll(() => {
      client.destroy()
      second.disconnect()
    })

    const simple = { namespace: `contract:node-redis${RESP}:simple` }
    describeSessionRepository(`Redis (simple, node-redis, RESP${RESP})`, {
      open: (options) =>
        new RedisSessionRepository<AnyAttributes>(client, { ...options, ...simple }),
      raw: rawRedis(second, simple.namespace),
      lacks: simpleLacks,
    })

    // The suites age sessions as no clock does: what Redis then says of it would race with the sweep.
    const indexed = {
      namespace: `contract:node-redis${RESP}:indexed`,
      notifications: 'off',
    } as const
    describeSessionRepository(`Redis (indexed, node-redis, RESP${RESP})`, {
      open: (options) =>
        new RedisIndexedSessionRepository<AnyAttributes>(client, { ...options, ...indexed }),
      raw: rawRedis(second, indexed.namespace),
    })
  })
})
