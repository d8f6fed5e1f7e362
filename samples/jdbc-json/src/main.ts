import type { AddressInfo } from 'node:net'
import { JdbcIndexedSessionRepository } from '@session/jdbc'
import createKnex from 'knex'
import { createApp } from './create-app.ts'

const url = process.env.DATABASE_URL ?? 'postgres://postgres@localhost:5432/postgres'
const database = createKnex({ client: 'pg', connection: url })

const sessions = new JdbcIndexedSessionRepository(database, {
  attributeColumn: 'json', // ATTRIBUTE_BYTES is JSONB: SQL can look inside
  initializeSchema: 'always',
})

const app = createApp(sessions, database)
const server = app.listen(Number(process.env.PORT ?? 3000), (error) => {
  if (error !== undefined) throw error
  console.log(`Ask http://localhost:${(server.address() as AddressInfo).port}`)
})
