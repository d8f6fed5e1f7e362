import { startRedis } from '@session/testing/services'
import { Redis } from 'ioredis'
import { type RedisLayout, redisLayouts } from '../memory/redis-layouts.ts'
import { type MemoryResult, memoryReport } from '../report/memory-report.ts'
import type { SessionSize } from '../subjects/example-session.ts'
import type { Question } from './question.ts'

/** So many that keys of which there is one do not count. */
const SESSIONS: Readonly<Record<SessionSize, number>> = { small: 10_000, large: 1_000 }

export const memoryOnRedis: Question<MemoryResult> = {
  name: 'memory-on-redis',
  packages: ['connect-redis'],
  measure: async ({ quick, progress }) => {
    const measurements: MemoryResult['measurements'][number][] = []
    for (const layout of redisLayouts) {
      for (const size of ['small', 'large'] as const) {
        progress?.(`${layout.name} ${size}`)
        const count = quick ? SESSIONS[size] / 10 : SESSIONS[size]
        measurements.push({ layout: layout.name, size, bytes: await memoryOf(layout, size, count) })
      }
    }
    return { measurements }
  },
  report: memoryReport,
}

/** Bytes of Redis for each session. */
async function memoryOf(layout: RedisLayout, size: SessionSize, count: number): Promise<number> {
  const server = await startRedis()
  const redis = new Redis(server.url)
  try {
    const before = await usedMemory(redis)
    await layout.write(server.url, size, count)
    if (layout.without !== undefined) await redis.del(layout.without)
    return ((await usedMemory(redis)) - before) / count
  } finally {
    redis.disconnect()
    await server.stop()
  }
}

const usedMemory = async (redis: Redis): Promise<number> =>
  Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1])
