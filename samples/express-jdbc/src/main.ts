import type { AddressInfo } from 'node:net'
import { JdbcIndexedSessionRepository } from '@session/jdbc'
import { createApp } from './create-app.ts'
import { openDatabase } from './open-database.ts'

const database = openDatabase(process.env.DATABASE_URL ?? 'sqlite:sessions.db')

const sessions = new JdbcIndexedSessionRepository(database, {
  maxInactiveInterval: '30m',
  initializeSchema: 'always', // makes its tables; else your migrations do, from schema/*.sql
})

const server = createApp(sessions).listen(Number(process.env.PORT ?? 3000), (error) => {
  if (error !== undefined) throw error
  console.log(`Ask http://localhost:${(server.address() as AddressInfo).port}`)
})

// Requests that are under way are answered, and their sessions saved, before the connections go.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close(async () => {
      await sessions.close()
      await database.destroy()
    })
  })
}
