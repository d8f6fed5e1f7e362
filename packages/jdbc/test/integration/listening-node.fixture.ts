import { JdbcIndexedSessionRepository } from '../../src/index.ts'
import { knexFor } from '../knex-for.ts'

// A node in a process of its own: reports what it hears, and deletes what it is told to.
const [url = ''] = process.argv.slice(2)
const repository = new JdbcIndexedSessionRepository(knexFor(url), {
  events: 'listen-notify',
  cleanupInterval: false,
})
for (const type of ['created', 'deleted', 'expired'] as const) {
  repository.on(type, ({ handle, local }) => process.send?.({ type, handle, local }))
}
process.on('message', (id) => void repository.deleteById(String(id)))
await repository.ready()
process.send?.('ready')
