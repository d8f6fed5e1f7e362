import { createServer } from 'node:http'
import { type AnyAttributes, describeHttpIntegration } from '@session/testing'
import {
  describeWithService,
  parseRedisUrl,
  redis,
  redisCluster,
  redisSentinel,
} from '@session/testing/services'
import { Cluster, Redis } from 'ioredis'
import { afterAll } from 'vitest'
import { listening } from '../../../core/test/contract/listening.ts'
import { nodeApp } from '../../../core/test/contract/node-app.ts'
import { RedisIndexedSessionRepository } from '../../src/index.ts'
import { rawRedis } from '../raw-redis.ts'

const namespace = 'contract:http'

function describeHttp(name: string, client: Redis | Cluster): void {
  afterAll(() => client.disconnect())
  describeHttpIntegration(`node:http with sessions on ${name}`, {
    start: (app) => listening(createServer(nodeApp(app))),
    store: {
      open: (options) =>
        new RedisIndexedSessionRepository<AnyAttributes>(client, { ...options, namespace }),
      raw: rawRedis(client, namespace),
    },
    lacks: { 'error-handler': 'a plain server has none: withSession() answers by itself' },
  })
}

describeWithService(redis, 'HTTP on one server', (url) => {
  describeHttp('Redis', new Redis(url))
})

describeWithService(redisCluster, 'HTTP on a Cluster', (url) => {
  describeHttp('Redis Cluster', new Cluster([...parseRedisUrl(url).nodes]))
})

describeWithService(redisSentinel, 'HTTP on Sentinel', (url) => {
  const { nodes, masterName } = parseRedisUrl(url)
  describeHttp(
    'Redis behind Sentinel',
    new Redis({ sentinels: [...nodes], name: masterName as string }),
  )
})
