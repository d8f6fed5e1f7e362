import type { AddressInfo } from 'node:net'
import { RedisIndexedSessionRepository } from '@session/redis'
import { Redis } from 'ioredis'
import { createApp } from './create-app.ts'
import { locateByNetwork } from './location.ts'

const redis = new Redis(process.env.REDIS_URL ?? 'redis://localhost:6379')
redis.on('error', (error) => console.error(`Redis: ${error.message}`))

// The indexed one: it finds sessions by whose they are, and hears of their end.
const sessions = new RedisIndexedSessionRepository(redis, { namespace: 'accounts' })
sessions.on('destroyed', ({ handle, type, local }) => {
  if (local) console.log(`Session ${handle}: ${type}`)
})

const app = createApp({ sessions, locate: locateByNetwork() })
const server = app.listen(Number(process.env.PORT ?? 3000), (error) => {
  if (error !== undefined) throw error
  console.log(`Open http://localhost:${(server.address() as AddressInfo).port}`)
})
