// Started by a test that then kills it: starts a cluster, says what belongs to it, and stays.
import { dirname } from 'node:path'
import { startRedisCluster } from '../../../src/services/redis-cluster.ts'
import { setting } from './redis-probe.ts'

const { nodes } = await startRedisCluster()
const [first] = nodes
if (!first) throw new Error('There are no nodes.')
const folder = dirname(String(await setting(first, 'dir')))
console.log(JSON.stringify({ pids: nodes.map(({ pid }) => pid), folder }))
setInterval(() => {}, 1000)
