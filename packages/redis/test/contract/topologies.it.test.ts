import { readFileSync } from 'node:fs'
import {
  describeWithService,
  parseRedisUrl,
  redis,
  redisSentinel,
  redisTls,
} from '@session/testing/services'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { createClient as createClient5 } from 'redis5'
import { afterAll } from 'vitest'
import { describeRedis } from './describe-redis.ts'

describeWithService(redis, 'one server', async (url) => {
  const nodeRedis5 = createClient5({ url })
  nodeRedis5.on('error', () => undefined)
  await nodeRedis5.connect()
  const client = new Redis(url)
  const second = new Redis(url)
  afterAll(() => {
    client.disconnect()
    second.disconnect()
    nodeRedis5.destroy()
  })

  describeRedis('node-redis 5', { namespace: 'contract:node-redis5', client: nodeRedis5, second })
  describeRedis('declared keys only', {
    namespace: 'contract:declared',
    client,
    second,
    options: { declaredKeysOnly: true },
    spansSlots: true,
  })
})

describeWithService(redisSentinel, 'Sentinel', (url) => {
  const { nodes, masterName } = parseRedisUrl(url)
  const connect = (): Redis => new Redis({ sentinels: [...nodes], name: masterName as string })
  const [client, second] = [connect(), connect()]
  afterAll(() => {
    client.disconnect()
    second.disconnect()
  })

  describeRedis('Sentinel', { namespace: 'contract:sentinel', client, second })
})

describeWithService(redisTls, 'TLS with a password', async (url) => {
  const { nodes, password, ca } = parseRedisUrl(url)
  const [node] = nodes
  if (!node || !password || !ca) throw new Error('No URL of a server with TLS and a password')
  const { host, port } = node
  const authority = readFileSync(ca)
  const connect = (): Redis => new Redis({ host, port, password, tls: { ca: authority } })
  const [client, second] = [connect(), connect()]
  const nodeRedis = createClient({ password, socket: { host, port, tls: true, ca: authority } })
  nodeRedis.on('error', () => undefined)
  await nodeRedis.connect()
  afterAll(() => {
    client.disconnect()
    second.disconnect()
    nodeRedis.destroy()
  })

  describeRedis('TLS', { namespace: 'contract:tls', client, second })
  describeRedis('TLS by node-redis', {
    namespace: 'contract:tls:node-redis',
    client: nodeRedis,
    second,
  })
})
