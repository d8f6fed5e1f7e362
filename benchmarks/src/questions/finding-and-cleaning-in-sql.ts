import { postgres } from '../databases/postgres.ts'
import { sqlite } from '../databases/sqlite.ts'
import { scaledJdbc, scaledJdbcByHand } from '../scale/scaled-jdbc.ts'
import type { Scaling } from '../scale/scaled-store.ts'

const findingAndCleaning: Omit<Scaling, 'name' | 'title' | 'introduction' | 'database'> = {
  subjects: [scaledJdbc, scaledJdbcByHand],
  reference: '@session/jdbc',
  goal: { subjects: ['@session/jdbc'], growth: 1.5 },
  sizes: { sessions: [10_000, 1_000_000], due: 100_000 },
  packages: ['knex', 'pg'],
}

const introduction =
  'One asks for a session by its id, for the ten of one user, and for the end of 100,000 that are due, while ever more sessions of others are there. *By hand* is one statement for each on the same tables through knex; its DELETE tells nobody which sessions ended, and holds all their rows until it is done.'

export const findingAndCleaningInPostgresql: Scaling = {
  ...findingAndCleaning,
  name: 'finding-and-cleaning-in-postgresql',
  title: 'Does it matter how many sessions are in PostgreSQL?',
  introduction,
  database: postgres,
}

export const findingAndCleaningInSqlite: Scaling = {
  ...findingAndCleaning,
  name: 'finding-and-cleaning-in-sqlite',
  title: 'Does it matter how many sessions are in SQLite?',
  introduction,
  database: sqlite,
  packages: ['knex'],
}
