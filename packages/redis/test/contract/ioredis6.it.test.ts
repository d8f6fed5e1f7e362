import { type AnyAttributes, describeSessionRepository } from '@session/testing'
import { describeWithService, faultProxy, parseRedisUrl, redis } from '@session/testing/services'
import { Redis } from 'ioredis'
import { afterAll } from 'vitest'
import { RedisIndexedSessionRepository, RedisSessionRepository } from '../../src/index.ts'
import { countCommands } from '../count-commands.ts'
import { rawRedis } from '../raw-redis.ts'
import { simpleLacks } from '../simple-lacks.ts'

describeWithService(redis, 'ioredis 6', async (url) => {
  const [target] = parseRedisUrl(url).nodes
  const proxy = await faultProxy(target as { host: string; port: number })
  const here = new Redis(proxy.port)
  const there = new Redis(url)
  afterAll(async () => {
    here.disconnect()
    there.disconnect()
    await proxy.close()
  })
  const calls = countCommands(here)
  const hang = async (): Promise<() => Promise<void>> => {
    await proxy.setMode('hold')
    return () => proxy.setMode('pass')
  }

  const simple = { namespace: 'contract:ioredis6:simple' }
  describeSessionRepository('Redis (simple)', {
    open: (options) => new RedisSessionRepository<AnyAttributes>(here, { ...options, ...simple }),
    openElsewhere: (options) =>
      new RedisSessionRepository<AnyAttributes>(there, { ...options, ...simple }),
    raw: rawRedis(there, simple.namespace, { calls }),
    lacks: simpleLacks,
    hang,
  })

  // The suites age sessions as no clock does: what Redis then says of it would race with the sweep.
  const indexed = { namespace: 'contract:ioredis6:indexed', notifications: 'off' } as const
  describeSessionRepository('Redis (indexed)', {
    open: (options) =>
      new RedisIndexedSessionRepository<AnyAttributes>(here, { ...options, ...indexed }),
    openElsewhere: (options) =>
      new RedisIndexedSessionRepository<AnyAttributes>(there, { ...options, ...indexed }),
    raw: rawRedis(there, indexed.namespace, { calls }),
    hang,
  })
})
