import { afterEach, expect, test, vi } from 'vitest'
import { startRedis } from '../../../src/services/redis.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

test('startRedis tells what is missing, and does not take the server of others instead', async () => {
  vi.stubEnv('SESSION_REDIS_URL', 'redis://127.0.0.1:6379')
  vi.stubEnv('SESSION_REDIS_SERVER', '/nowhere/redis-server')
  await expect(startRedis()).rejects.toThrow(/redis-executable was not found\. Get it: .+/)
})
