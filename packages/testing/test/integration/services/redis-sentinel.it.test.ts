import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { describeWithService } from '../../../src/services/describe-with-service.ts'
import { RedisConnection } from '../../../src/services/redis-connection.ts'
import { redisExecutable } from '../../../src/services/redis-executable.ts'
import {
  type RunningRedisSentinel,
  startRedisSentinel,
} from '../../../src/services/redis-sentinel.ts'
import { parseRedisUrl } from '../../../src/services/redis-url.ts'
import { ask, processState } from './redis-probe.ts'

describeWithService(redisExecutable, 'a master with sentinels, of a test alone', () => {
  let group: RunningRedisSentinel
  beforeAll(async () => {
    group = await startRedisSentinel({ downAfter: 500 })
  })
  afterAll(() => group.stop())

  const masters = (): Promise<unknown[]> => {
    const { nodes, masterName = '' } = parseRedisUrl(group.url)
    return Promise.all(
      nodes.map((node) => ask(node, 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', masterName)),
    )
  }
  const addressOf = ({ port }: { port: number }): string[] => ['127.0.0.1', String(port)]

  test('has three sentinels that name the master, and a replica in step', async () => {
    expect(await masters()).toEqual(Array(3).fill(addressOf(group.master)))
    const connection = await RedisConnection.open(group.master)
    try {
      await connection.send('SET', 'name', 'Ada')
      expect(await connection.send('WAIT', '1', '5000')).toBe(1)
    } finally {
      connection.close()
    }
    expect(await ask(group.replica, 'GET', 'name')).toBe('Ada')
    await expect(ask(group.replica, 'SET', 'name', 'Eve')).rejects.toThrow('READONLY')
  })

  test('makes the replica the master when the master dies', async () => {
    await group.master.kill('SIGKILL')
    await vi.waitFor(
      async () => expect(await masters()).toEqual(Array(3).fill(addressOf(group.replica))),
      { timeout: 20_000 },
    )
    expect(await ask(group.replica, 'SET', 'name', 'Eve')).toBe('OK')
  })

  test('is gone once it is stopped', async () => {
    await group.stop()
    const all = [group.master, group.replica, ...group.sentinels]
    expect(all.map(({ pid }) => processState(pid))).toEqual(Array(5).fill(undefined))
  })
})
