import {
  describeWithService,
  type FaultProxy,
  faultProxy,
  parseRedisUrl,
  redisCluster,
} from '@session/testing/services'
import { Cluster } from 'ioredis'
import { Cluster as Cluster5 } from 'ioredis5'
import { createCluster } from 'redis'
import { createCluster as createCluster5 } from 'redis5'
import { afterAll } from 'vitest'
import { describeRedis } from './describe-redis.ts'

describeWithService(redisCluster, 'a Cluster', async (url) => {
  const nodes = [...parseRedisUrl(url).nodes]
  const rootNodes = nodes.map(({ host, port }) => ({ url: `redis://${host}:${port}` }))
  const proxies = await Promise.all(nodes.map((node) => faultProxy(node)))
  const natMap = Object.fromEntries(
    nodes.map(({ host, port }, i) => [
      `${host}:${port}`,
      { host, port: (proxies[i] as FaultProxy).port },
    ]),
  )
  const setMode = (mode: 'hold' | 'pass') =>
    Promise.all(proxies.map((proxy) => proxy.setMode(mode))).then(() => undefined)
  const hang = async () => {
    await setMode('hold')
    return () => setMode('pass')
  }
  const [ioredis6, ioredis5, second] = [
    new Cluster(nodes, { natMap }),
    new Cluster5(nodes),
    new Cluster(nodes),
  ] as const
  const nodeRedis6 = createCluster({ rootNodes })
  const nodeRedis5 = createCluster5({ rootNodes })
  for (const cluster of [nodeRedis6, nodeRedis5]) {
    cluster.on('error', () => undefined)
    await cluster.connect()
  }
  afterAll(async () => {
    for (const cluster of [ioredis6, ioredis5, second]) cluster.disconnect()
    for (const cluster of [nodeRedis6, nodeRedis5]) cluster.destroy()
    await Promise.all(proxies.map((proxy) => proxy.close()))
  })

  const at = (name: string) => ({ namespace: `contract:cluster:${name}`, second })
  describeRedis('Cluster by ioredis 6', { ...at('ioredis6'), client: ioredis6, hang })
  describeRedis('Cluster by ioredis 5', { ...at('ioredis5'), client: ioredis5 })
  describeRedis('Cluster by node-redis 6', { ...at('node-redis6'), client: nodeRedis6 })
  describeRedis('Cluster by node-redis 5', { ...at('node-redis5'), client: nodeRedis5 })
  describeRedis('Cluster in one slot', {
    namespace: '{contract}:one-slot',
    client: ioredis6,
    second,
    spansSlots: false,
  })
})
