import { Redis } from 'ioredis'
import { RedisIndexedSessionRepository } from '../../src/index.ts'

/** A node in a process of its own: says what it hears, and deletes the sessions it is told to. */
const [url = '', namespace = ''] = process.argv.slice(2)
const sessions = new RedisIndexedSessionRepository(new Redis(url), {
  namespace,
  cleanupInterval: false,
})
for (const type of ['created', 'deleted', 'expired'] as const) {
  sessions.on(type, ({ handle, local }) => process.send?.({ type, handle, local }))
}
process.on('message', (id: string) => void sessions.deleteById(id))
await sessions.ready()
process.send?.('ready')
