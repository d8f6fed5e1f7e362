// #region client
import { createSessionTables, JdbcIndexedSessionRepository } from '@session/jdbc'
import knex from 'knex'

const database = knex({ client: 'pg', connection: process.env.DATABASE_URL ?? '' })
await createSessionTables(database) // or a migration, or schema/schema-postgresql.sql

export const sessions = new JdbcIndexedSessionRepository(database)
// #endregion client
