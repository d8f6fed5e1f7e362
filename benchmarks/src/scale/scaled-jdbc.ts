import { createSessionTables, JdbcIndexedSessionRepository } from '@session/jdbc'
import type { Knex } from 'knex'
import type { Database } from '../databases/database.ts'
import { knexFor } from '../databases/knex-for.ts'
import {
  FIND_BY_USER,
  type Operation,
  type ScaledStore,
  type ScaledSubject,
  SESSIONS_OF_A_USER,
  sweepOf,
  USER,
} from './scaled-store.ts'
import { anySessionId, writeSessions } from './spring-tables.ts'

const LIFETIME = 3_600_000

/** What a store does in Spring Session's tables; each returns how many sessions it was about. */
interface Questions {
  findById(id: string): Promise<number>
  findByUser(user: string): Promise<number>
  sweep(): Promise<number>
  close(): Promise<void>
}

export const scaledJdbc: ScaledSubject = {
  name: '@session/jdbc',
  open: (database, due) =>
    openOnTables(database, due, (knex) => {
      const repository = new JdbcIndexedSessionRepository(knex, {
        initializeSchema: 'never',
        cleanupInterval: false,
      })
      return {
        findById: async (id) => ((await repository.findById(id)) === undefined ? 0 : 1),
        findByUser: async (user) => (await repository.findByPrincipalName(user)).size,
        sweep: () => repository.cleanUpExpiredSessions(),
        close: () => repository.close(),
      }
    }),
}

const JOINED = `SELECT s.SESSION_ID AS id, a.ATTRIBUTE_NAME AS name, a.ATTRIBUTE_BYTES AS bytes
FROM SPRING_SESSION s LEFT JOIN SPRING_SESSION_ATTRIBUTES a ON a.SESSION_PRIMARY_ID = s.PRIMARY_ID`

export const scaledJdbcByHand: ScaledSubject = {
  name: 'by hand',
  open: (database, due) =>
    openOnTables(database, due, (knex) => {
      const idsIn = async (sql: string, value: string | number): Promise<number> => {
        const answer = await knex.raw(sql, [value])
        const rows: { id: string }[] = answer.rows ?? answer
        return new Set(rows.map(({ id }) => id)).size
      }
      return {
        findById: (id) => idsIn(`${JOINED} WHERE s.SESSION_ID = ?`, id),
        findByUser: (user) => idsIn(`${JOINED} WHERE s.PRINCIPAL_NAME = ?`, user),
        sweep: () => knex('spring_session').where('expiry_time', '<=', Date.now()).del(),
        close: async () => undefined,
      }
    }),
}

async function openOnTables(
  { url }: Database,
  due: number,
  questionsOn: (knex: Knex) => Questions,
): Promise<ScaledStore> {
  const knex = knexFor(url, 'sessions')
  await createSessionTables(knex)
  if (knex.client.config.client !== 'pg') await knex.raw('PRAGMA foreign_keys = ON')
  const questions = questionsOn(knex)
  let id = ''
  const repeated = (name: string, expected: number, run: Operation['run']): Operation => ({
    name,
    repetitions: 400,
    run,
    expected,
  })
  return {
    fill: async (sessions) => {
      await writeSessions(knex, sessions, LIFETIME)
      id = await anySessionId(knex)
    },
    operations: [
      repeated('find by id', 1, () => questions.findById(id)),
      repeated(FIND_BY_USER, SESSIONS_OF_A_USER, () => questions.findByUser(USER)),
      {
        name: sweepOf(due),
        repetitions: 1,
        prepare: () => writeSessions(knex, due, -1_000),
        run: () => questions.sweep(),
        expected: due,
      },
    ],
    close: async () => {
      await questions.close()
      await knex.destroy()
    },
  }
}
