import {
  describeWithService,
  faultProxy,
  parseRedisUrl,
  redis,
  redisSentinel,
} from '@session/testing/services'
import { Redis } from 'ioredis'
import { Redis as Redis5 } from 'ioredis5'
import { createClientPool, createSentinel } from 'redis'
import { createClientPool as createClientPool5, createSentinel as createSentinel5 } from 'redis5'
import { afterAll } from 'vitest'
import { describeRedis } from './describe-redis.ts'

describeWithService(redis, 'a pool', async (url) => {
  const [target] = parseRedisUrl(url).nodes
  const proxy = await faultProxy(target as { host: string; port: number })
  const pool6 = createClientPool({ socket: { port: proxy.port } })
  const pool5 = createClientPool5({ socket: { port: proxy.port } })
  const second = new Redis(url)
  for (const pool of [pool6, pool5]) {
    pool.on('error', () => undefined)
    await pool.connect()
  }
  afterAll(async () => {
    for (const pool of [pool6, pool5]) pool.destroy()
    second.disconnect()
    await proxy.close()
  })
  const hang = async () => {
    await proxy.setMode('hold')
    return () => proxy.setMode('pass')
  }

  const at = (name: string) => ({ namespace: `contract:pool:${name}`, second, hang })
  describeRedis('a pool of node-redis 6', { ...at('node-redis6'), client: pool6 })
  describeRedis('a pool of node-redis 5', { ...at('node-redis5'), client: pool5 })
})

describeWithService(redisSentinel, 'Sentinel', async (url) => {
  const { nodes, masterName } = parseRedisUrl(url)
  const name = masterName as string
  const ioredis5 = new Redis5({ sentinels: [...nodes], name })
  const nodeRedis6 = createSentinel({ name, sentinelRootNodes: [...nodes] })
  const nodeRedis5 = createSentinel5({ name, sentinelRootNodes: [...nodes] })
  const second = new Redis({ sentinels: [...nodes], name })
  for (const client of [nodeRedis6, nodeRedis5]) {
    client.on('error', () => undefined)
    await client.connect()
  }
  afterAll(async () => {
    for (const client of [nodeRedis6, nodeRedis5]) await client.destroy()
    for (const client of [ioredis5, second]) client.disconnect()
  })

  const at = (by: string) => ({ namespace: `contract:sentinel:${by}`, second })
  describeRedis('Sentinel by ioredis 5', { ...at('ioredis5'), client: ioredis5 })
  describeRedis('Sentinel by node-redis 6', { ...at('node-redis6'), client: nodeRedis6 })
  describeRedis('Sentinel by node-redis 5', { ...at('node-redis5'), client: nodeRedis5 })
})
