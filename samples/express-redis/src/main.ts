import type { AddressInfo } from 'node:net'
import { RedisSessionRepository } from '@session/redis'
import { Redis } from 'ioredis'
import { createApp } from './create-app.ts'

const redis = new Redis(process.env.REDIS_URL ?? 'redis://localhost:6379')
redis.on('error', (error) => console.error(`Redis: ${error.message}`))

const sessions = new RedisSessionRepository(redis, {
  namespace: 'shop', // two applications that share a Redis need two
  maxInactiveInterval: '30m',
})

const server = createApp(sessions).listen(Number(process.env.PORT ?? 3000), (error) => {
  if (error !== undefined) throw error
  console.log(`Open http://localhost:${(server.address() as AddressInfo).port}`)
})

// Requests that are under way are answered, and their sessions saved, before the connection goes.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close(async () => {
      await sessions.close()
      redis.disconnect()
    })
  })
}
