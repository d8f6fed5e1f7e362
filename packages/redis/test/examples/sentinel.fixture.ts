// #region sentinel
import { RedisIndexedSessionRepository } from '@session/redis'
import { createSentinel } from 'redis'

const client = createSentinel({
  name: 'mymaster',
  sentinelRootNodes: [{ host: 'localhost', port: 26379 }],
  nodeClientOptions: {
    socket: { reconnectStrategy: (attempts) => attempts < 5 && 100 },
  },
})
client.on('error', console.error)
await client.connect()

export const sessions = new RedisIndexedSessionRepository(client)
// #endregion sentinel
