import { type AnyAttributes, describeSessionRepository } from '@session/testing'
import { describeWithService, parseRedisUrl, redisCluster } from '@session/testing/services'
import { Cluster } from 'ioredis'
import { afterAll } from 'vitest'
import { RedisIndexedSessionRepository, RedisSessionRepository } from '../../src/index.ts'
import { rawRedis } from '../raw-redis.ts'
import { simpleLacks } from '../simple-lacks.ts'

describeWithService(redisCluster, 'a Cluster by ioredis 6', (url) => {
  const nodes = [...parseRedisUrl(url).nodes]
  const [here, there] = [new Cluster(nodes), new Cluster(nodes)]
  afterAll(() => {
    here.disconnect()
    there.disconnect()
  })

  const simple = { namespace: 'contract:cluster:simple' }
  describeSessionRepository('Redis Cluster (simple)', {
    open: (options) => new RedisSessionRepository<AnyAttributes>(here, { ...options, ...simple }),
    openElsewhere: (options) =>
      new RedisSessionRepository<AnyAttributes>(there, { ...options, ...simple }),
    raw: rawRedis(there, simple.namespace),
    lacks: simpleLacks,
  })

  const indexed = { namespace: 'contract:cluster:indexed' }
  describeSessionRepository('Redis Cluster (indexed)', {
    open: (options) =>
      new RedisIndexedSessionRepository<AnyAttributes>(here, { ...options, ...indexed }),
    openElsewhere: (options) =>
      new RedisIndexedSessionRepository<AnyAttributes>(there, { ...options, ...indexed }),
    raw: rawRedis(there, indexed.namespace),
  })
})
