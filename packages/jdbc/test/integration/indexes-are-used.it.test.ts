import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { delegatingIndexResolver, principalNameIndexResolver } from '@session/core'
import { describeWithService, freshDatabase, mariadb, postgres } from '@session/testing/services'
import type { Knex } from 'knex'
import { afterAll, describe, expect, test } from 'vitest'
import { bound, boundInFull, parseStatement } from '../../src/database/statement.ts'
import type { StatementChanges } from '../../src/index.ts'
import { closedAfterAll, type Repository } from '../open-repository.ts'

const indexResolver = delegatingIndexResolver(principalNameIndexResolver())

/** Keeps what a repository is about to send, and changes nothing. */
function recording(names: readonly string[]): [StatementChanges, Map<string, string>] {
  const texts = new Map<string, string>()
  const changes = names.map((name) => [
    name,
    (sql: string) => {
      texts.set(name, sql)
      return sql
    },
  ])
  return [Object.fromEntries(changes), texts]
}

const someValues = {
  id: 'x'.repeat(36),
  pk: 'x'.repeat(36),
  ids: ['x'.repeat(36), 'y'.repeat(36)],
  value: 'ada',
  name: 'team',
  limit: 500,
  now: 1_700_000_000_000,
  names: ['a'],
  values: [Buffer.from('1')],
  removed: ['b'],
  touch: 1,
}

describeWithService(postgres, 'among a million sessions PostgreSQL', async (url) => {
  const { connect, open } = closedAfterAll()
  const database = await freshDatabase(url)
  afterAll(() => database.drop())
  const knex = connect(database.url)
  const names = [
    'find',
    'findAndTouch',
    'update',
    'updateRemoving',
    'remove',
    'findByPrincipal',
    'findByIndex',
    'removeExpired',
  ]
  const [statements, texts] = recording(names)
  const repository: Repository = open(knex, { statements, indexResolver })

  test('reads by an index, and the whole table never', async () => {
    await repository.ready()
    await knex.raw(`INSERT INTO SPRING_SESSION
      SELECT gen_random_uuid()::text, gen_random_uuid()::text, 1, 1700000000000 - n, 1800,
        1700001800000 - n, 'user' || n % 5000 FROM generate_series(1, 50000) n`)
    // Most of them never end.
    await knex.raw(`INSERT INTO SPRING_SESSION
      SELECT gen_random_uuid()::text, gen_random_uuid()::text, 1, 1700000000000 - n, -1,
        9223372036854775807, 'user' || n % 95000 FROM generate_series(1, 950000) n`)
    await knex.raw(`INSERT INTO SPRING_SESSION_ATTRIBUTES
      SELECT PRIMARY_ID, 'a' || n, '"x"' FROM SPRING_SESSION, generate_series(1, 2) n
      WHERE MAX_INACTIVE_INTERVAL > 0`)
    await knex.raw(`INSERT INTO SPRING_SESSION_INDEXES
      SELECT PRIMARY_ID, 'team', 'team' || substr(PRIMARY_ID, 1, 3) FROM SPRING_SESSION
      WHERE MAX_INACTIVE_INTERVAL > 0`)
    // Before the planner has been told how the tables are filled, and after.
    for (const state of ['new', 'known']) {
      if (state === 'known') await knex.raw('ANALYZE')
      for (const name of names) {
        const { sql, bindings } = bound(parseStatement(texts.get(name) ?? ''), someValues)
        const { rows } = await knex.raw(`EXPLAIN ${sql}`, bindings as Knex.RawBinding[])
        const plan = rows.map((row: object) => Object.values(row)[0]).join('\n')
        expect(plan, `${name}, ${state}`).toContain('spring_session')
        expect(plan, `${name}, ${state}`).not.toContain('Seq Scan')
      }
    }
  })

  test('sweeps thousands of sessions, and leaves nothing of them', async () => {
    await knex.raw(`UPDATE SPRING_SESSION SET EXPIRY_TIME = 9223372036854775807, MAX_INACTIVE_INTERVAL = -1
      WHERE PRIMARY_ID IN (SELECT PRIMARY_ID FROM SPRING_SESSION
        WHERE MAX_INACTIVE_INTERVAL > 0 ORDER BY PRIMARY_ID LIMIT 45000)`)
    expect(await repository.cleanUpExpiredSessions()).toBe(5000)
    const { rows } = await knex.raw('SELECT count(*)::int AS n FROM SPRING_SESSION_ATTRIBUTES')
    expect(rows[0].n).toBe(90_000)
  })
})

/** Of databases that take several statements for a step. */
const stepwiseNames = [
  'find',
  'touch',
  'updateSession',
  'writeAttribute',
  'deleteAttribute',
  'claimSession',
  'deleteSessions',
  'findByPrincipal',
  'findByIndex',
  'claimExpired',
  'readSessions',
]

describeWithService(mariadb, 'among many sessions MariaDB', async (url) => {
  const { connect, open } = closedAfterAll()
  const database = await freshDatabase(url)
  afterAll(() => database.drop())
  const knex = connect(database.url)
  const [statements, texts] = recording(stepwiseNames)
  const repository = open(knex, { statements, indexResolver })

  test('reads by an index, and the whole table never', async () => {
    await repository.ready()
    await knex.raw(`INSERT INTO SPRING_SESSION
      SELECT UUID(), UUID(), 1, 1700000000000 - seq, 1800, 1700001800000 - seq, CONCAT('user', seq % 5000)
      FROM seq_1_to_20000`)
    await knex.raw(`INSERT INTO SPRING_SESSION_ATTRIBUTES
      SELECT PRIMARY_ID, CONCAT('a', seq), '"x"' FROM SPRING_SESSION, seq_1_to_2`)
    await knex.raw(`INSERT INTO SPRING_SESSION_INDEXES
      SELECT PRIMARY_ID, 'team', CONCAT('team', SUBSTR(PRIMARY_ID, 1, 3)) FROM SPRING_SESSION`)
    await knex.raw(
      'ANALYZE TABLE SPRING_SESSION, SPRING_SESSION_ATTRIBUTES, SPRING_SESSION_INDEXES',
    )
    const [[known]] = await knex.raw(
      "SELECT SESSION_ID AS id, PRIMARY_ID AS pk FROM SPRING_SESSION WHERE PRINCIPAL_NAME = 'user7' LIMIT 1",
    )
    const values = { ...someValues, ...known, ids: [known.pk], value: 'user7' }
    for (const name of stepwiseNames) {
      const { sql, bindings } = boundInFull(parseStatement(texts.get(name) ?? ''), values)
      // What only holds for the time of a statement is not explained with it.
      const explained = `EXPLAIN ${sql.replace(/^\/\*.*?\*\/ /, '')}`
      const [rows] = await knex.raw(explained, bindings as Knex.RawBinding[])
      for (const { table, type, rows: read } of rows) {
        const isTable = /^(s|a|i|SPRING_SESSION\w*)$/.test(table ?? '')
        if (isTable && type === 'ALL') expect([name, table, Number(read)]).toEqual([name, table, 0])
      }
    }
  })

  test('locks what a sweep takes by its key, not by its time', async () => {
    const { sql, bindings } = boundInFull(
      parseStatement(texts.get('claimExpired') ?? ''),
      someValues,
    )
    const [plan] = await knex.raw(`EXPLAIN ${sql}`, bindings as Knex.RawBinding[])
    const locked = plan.filter(({ table }: { table: string }) => table === 's')
    expect(locked).toMatchObject([{ type: 'eq_ref', key: 'PRIMARY' }])
    const deletion = parseStatement(texts.get('deleteSessions') ?? '').sql
    const [removal] = await knex.raw(`EXPLAIN ${deletion}`, [JSON.stringify(someValues.ids)])
    expect(removal.at(-1)).toMatchObject({ table: 's', type: 'eq_ref', key: 'PRIMARY' })
  })

  test('sweeps thousands of sessions, and leaves nothing of them', async () => {
    await knex.raw(`UPDATE SPRING_SESSION SET EXPIRY_TIME = 9223372036854775807, MAX_INACTIVE_INTERVAL = -1
      ORDER BY PRIMARY_ID LIMIT 17000`)
    expect(await repository.cleanUpExpiredSessions()).toBe(3000)
    const [[{ n }]] = await knex.raw('SELECT COUNT(*) AS n FROM SPRING_SESSION_ATTRIBUTES')
    expect(Number(n)).toBe(34_000)
  })
})

describe('SQLite', () => {
  const { connect, open } = closedAfterAll()
  const folder = mkdtempSync(join(tmpdir(), 'session-jdbc-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const knex = connect(join(folder, 'sessions.db'))
  const [statements, texts] = recording(stepwiseNames)
  const repository = open(knex, { statements, indexResolver })

  test('reads by an index, and the whole table never', async () => {
    await repository.ready()
    for (const name of stepwiseNames) {
      const { sql, bindings } = boundInFull(parseStatement(texts.get(name) ?? ''), someValues)
      const rows = await knex.raw(`EXPLAIN QUERY PLAN ${sql}`, bindings as Knex.RawBinding[])
      const plan = rows.map(({ detail }: { detail: string }) => detail).join('\n')
      expect(plan, name).not.toMatch(/SCAN (?!CONSTANT ROW)/)
      expect(plan, name).not.toContain('TEMP B-TREE')
    }
  })
})
