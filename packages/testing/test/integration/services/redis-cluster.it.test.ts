import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { describeWithService } from '../../../src/services/describe-with-service.ts'
import { type RunningRedisCluster, startRedisCluster } from '../../../src/services/redis-cluster.ts'
import { redisExecutable } from '../../../src/services/redis-executable.ts'
import { parseRedisUrl } from '../../../src/services/redis-url.ts'
import { ask, processState, setting } from './redis-probe.ts'

describeWithService(redisExecutable, 'a Redis cluster', () => {
  describe('of a test alone', () => {
    let cluster: RunningRedisCluster
    beforeAll(async () => {
      cluster = await startRedisCluster({ config: ['cluster-node-timeout 1000'] })
    })
    afterAll(() => cluster.stop())

    test('serves every slot from three masters once it has started', async () => {
      const { nodes } = parseRedisUrl(cluster.url)
      expect(nodes.map(({ port }) => port)).toEqual(cluster.nodes.map(({ port }) => port))
      // The slots of these three names lie in the first, the second and the third part.
      for (const [index, key] of ['b', 'c', 'a'].entries()) {
        for (const [other, node] of cluster.nodes.entries()) {
          if (other === index) expect(await ask(node, 'SET', key, 'value')).toBe('OK')
          else
            await expect(ask(node, 'SET', key, 'value')).rejects.toThrow(
              new RegExp(`^MOVED \\d+ 127.0.0.1:${nodes[index]?.port}$`),
            )
        }
      }
    })

    test('fails with a node that dies, and is whole again once that has restarted', async () => {
      const [first, , last] = cluster.nodes
      if (!first || !last) throw new Error('There are no nodes.')
      const state = async (): Promise<string> => String(await ask(first, 'CLUSTER', 'INFO'))
      await last.kill('SIGKILL')
      await vi.waitFor(async () => expect(await state()).toContain('cluster_state:fail'), 10_000)
      await last.restart()
      await vi.waitFor(async () => expect(await state()).toContain('cluster_state:ok'), 10_000)
      await vi.waitFor(async () => expect(await ask(last, 'SET', 'a', '1')).toBe('OK'), 10_000)
    })

    test('is gone with its folder once it is stopped', async () => {
      const folders = await Promise.all(cluster.nodes.map((node) => setting(node, 'dir')))
      await cluster.stop()
      expect(cluster.nodes.map(({ pid }) => processState(pid))).toEqual(Array(3).fill(undefined))
      expect(folders.map((folder) => existsSync(String(folder)))).toEqual(Array(3).fill(false))
    })
  })

  test('with replicas has one for each master, which takes over', async () => {
    const cluster = await startRedisCluster({
      withReplicas: true,
      config: ['cluster-node-timeout 500'],
    })
    try {
      const { nodes, replicas } = cluster
      for (const [index, replica] of replicas.entries()) {
        const role = (await ask(replica, 'ROLE')) as unknown[]
        expect([role[0], role[2], role[3]]).toEqual(['slave', nodes[index]?.port, 'connected'])
      }
      const [master] = nodes
      const [next] = replicas
      if (!master || !next) throw new Error('There are no nodes.')
      expect(await ask(master, 'SET', 'b', 'value')).toBe('OK')
      await vi.waitFor(async () => {
        expect(await ask(next, 'DBSIZE')).toBe(1)
      }, 5000)
      await master.kill('SIGKILL')
      await vi.waitFor(async () => {
        expect(await ask(next, 'SET', 'b', 'other', 'GET')).toBe('value')
      }, 20_000)
    } finally {
      await cluster.stop()
    }
  }, 60_000)

  test('is gone with its folder when the process that started it dies', async () => {
    const tsx = createRequire(import.meta.url).resolve('tsx')
    const main = fileURLToPath(new URL('redis-cluster-and-wait.ts', import.meta.url))
    const child = spawn(process.execPath, ['--import', tsx, main], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const { pids, folder } = JSON.parse(line) as { pids: number[]; folder: string }
    expect(pids.map(processState)).not.toContain(undefined)
    expect(existsSync(folder)).toBe(true)
    child.kill('SIGKILL')
    await vi.waitFor(
      () => {
        expect(pids.map(processState)).toEqual([undefined, undefined, undefined])
        expect(existsSync(folder)).toBe(false)
      },
      { timeout: 10_000 },
    )
  })
})
