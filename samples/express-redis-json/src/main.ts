import type { AddressInfo } from 'node:net'
import { RedisSessionRepository } from '@session/redis'
import { Redis } from 'ioredis'
import { createApp } from './create-app.ts'
import { domainCodec } from './domain-codec.ts'

const redis = new Redis(process.env.REDIS_URL ?? 'redis://localhost:6379')
redis.on('error', (error) => console.error(`Redis: ${error.message}`))

const sessions = new RedisSessionRepository(redis, {
  namespace: 'till',
  codec: domainCodec(),
})

const server = createApp(sessions).listen(Number(process.env.PORT ?? 3000), (error) => {
  if (error !== undefined) throw error
  console.log(`Ask http://localhost:${(server.address() as AddressInfo).port}`)
})
