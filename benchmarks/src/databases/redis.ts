import { startRedis } from '@session/testing/services'
import { Redis } from 'ioredis'
import type { Database } from './database.ts'

/** An empty server without persistence. */
export async function redis(): Promise<Database> {
  const server = await startRedis()
  const client = new Redis(server.url)
  return {
    name: 'Redis',
    url: server.url,
    cpuTime: async () => redisCpuTime(await client.info('cpu')),
    stop: async () => {
      client.disconnect()
      await server.stop()
    },
  }
}

/** Microseconds, from what `INFO cpu` answers. */
export function redisCpuTime(info: string): number {
  const seconds = (field: string): number =>
    Number(new RegExp(`^${field}:([\\d.]+)`, 'm').exec(info)?.[1])
  return Math.round((seconds('used_cpu_user') + seconds('used_cpu_sys')) * 1e6)
}
