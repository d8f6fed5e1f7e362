import { describeWithService, redisExecutable } from '@session/testing/services'
import { expect, test } from 'vitest'
import { memoryOnRedis } from '../src/questions/memory-on-redis.ts'

describeWithService(redisExecutable, 'the memory of sessions on Redis', () => {
  test('every layout takes what its sessions hold, and something', async () => {
    const { measurements } = await memoryOnRedis.measure({ quick: true, pin: false })
    for (const { size, bytes } of measurements) {
      const content = size === 'small' ? 1_000 : 50_000
      expect(bytes).toBeGreaterThan(content)
      expect(bytes).toBeLessThan(content * 10)
    }
  })
})
