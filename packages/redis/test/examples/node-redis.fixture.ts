// #region client
import { RedisIndexedSessionRepository } from '@session/redis'
import { createClient } from 'redis'

const client = createClient({ url: process.env.REDIS_URL ?? 'redis://localhost:6379' })
client.on('error', console.error)
await client.connect()

export const sessions = new RedisIndexedSessionRepository(client)
// #endregion client
