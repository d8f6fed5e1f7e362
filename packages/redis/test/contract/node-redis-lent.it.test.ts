import { describeWithService, parseRedisUrl, redis, redisSentinel } from '@session/testing/services'
import { Redis } from 'ioredis'
import { createClientPool, createSentinel } from 'redis'
import { createClientPool as createClientPool5, createSentinel as createSentinel5 } from 'redis5'
import { afterAll } from 'vitest'
import { describeRedis } from './describe-redis.ts'

describeWithService(redis, 'a pool', async (url) => {
  const pools = {
    'node-redis 6': createClientPool({ url }),
    'node-redis 5': createClientPool5({ url }),
  }
  const second = new Redis(url)
  for (const pool of Object.values(pools)) {
    pool.on('error', () => undefined)
    await pool.connect()
  }
  afterAll(() => {
    for (const pool of Object.values(pools)) pool.destroy()
    second.disconnect()
  })

  for (const [name, client] of Object.entries(pools)) {
    describeRedis(`a pool of ${name}`, { namespace: `contract:pool:${name}`, client, second })
  }
})

describeWithService(redisSentinel, 'Sentinel by node-redis', async (url) => {
  const { nodes, masterName } = parseRedisUrl(url)
  const name = masterName as string
  const options = { name, sentinelRootNodes: [...nodes] }
  const clients = {
    'node-redis 6': createSentinel(options),
    'node-redis 5': createSentinel5(options),
  }
  const second = new Redis({ sentinels: [...nodes], name })
  for (const client of Object.values(clients)) {
    client.on('error', () => undefined)
    await client.connect()
  }
  afterAll(async () => {
    for (const client of Object.values(clients)) await client.destroy()
    second.disconnect()
  })

  for (const [by, client] of Object.entries(clients)) {
    describeRedis(`Sentinel by ${by}`, { namespace: `contract:sentinel:${by}`, client, second })
  }
})
