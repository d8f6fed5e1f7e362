import { AttributeNotStorableError } from '@session/core'
import makeKnex, { type Knex } from 'knex'
import { describe, expect, test } from 'vitest'
import type { RunOn } from '../../../src/database/pooled-database.ts'
import { runOnMysql } from '../../../src/database/run-on-mysql.ts'
import { runOnOracle } from '../../../src/database/run-on-oracle.ts'
import { runOnSqlserver } from '../../../src/database/run-on-sqlserver.ts'
import { parseStatement } from '../../../src/database/statement.ts'

interface Sent {
  readonly sql: string
  readonly bindings: readonly unknown[]
}

/** What knex would hand to the driver, and the driver's answer by knex. */
const withDriver = (client: string, answer: () => unknown): { knex: Knex; sent: Sent[] } => {
  const real = makeKnex({ client })
  const sent: Sent[] = []
  const raw = (sql: string, bindings: Knex.RawBinding[]): { timeout(): Promise<unknown> } => ({
    timeout: async () => {
      sent.push(real.raw(sql, bindings).toSQL().toNative())
      return answer()
    },
  })
  const driver = { NUMBER: 2010, BIND_OUT: 3003 }
  return { knex: { raw, client: { driver } } as unknown as Knex, sent }
}

const run = (
  runOn: RunOn,
  knex: Knex,
  text: string,
  parameters: Readonly<Record<string, unknown>>,
): ReturnType<RunOn> => runOn(knex, parseStatement(text), parameters, 1000)

const failing = (properties: object) => (): never => {
  throw Object.assign(new Error('with a value in it'), properties)
}

describe('SQL Server', () => {
  test('is asked in the same round trip how much a statement wrote', async () => {
    const { knex, sent } = withDriver('mssql', () => [{ written: 3 }])
    const update = 'UPDATE t SET a = :a WHERE b IN (:ids) '
    expect(await run(runOnSqlserver, knex, update, { a: 1, ids: ['x', 'y'] })).toEqual({
      rows: [],
      count: 3,
    })
    expect(sent).toEqual([
      {
        sql: 'UPDATE t SET a = @p0 WHERE b IN (@p1, @p2);\nSELECT @@ROWCOUNT AS written',
        bindings: [1, 'x', 'y'],
      },
    ])
  })

  test('is asked nothing more by a statement that reads', async () => {
    const { knex, sent } = withDriver('mssql', () => [{ a: 1 }, { a: 2 }])
    const { rows, count } = await run(runOnSqlserver, knex, 'SELECT a FROM t', {})
    expect([rows, count]).toEqual([[{ a: 1 }, { a: 2 }], 2])
    expect(sent[0]?.sql).toBe('SELECT a FROM t')
  })

  test('refuses a name that looks like another by the name', async () => {
    const { knex } = withDriver('mssql', failing({ number: 515 }))
    const refused = await run(runOnSqlserver, knex, 'MERGE :name', { name: 'Theme' }).catch(
      (e) => e,
    )
    expect(refused).toBeInstanceOf(AttributeNotStorableError)
    expect(refused.attribute).toBe('Theme')
  })
})

describe('Oracle', () => {
  test('gives back by a block how much a statement wrote', async () => {
    const { knex, sent } = withDriver('oracledb', () => [2])
    const { rows, count } = await run(runOnOracle, knex, 'UPDATE t SET a = :a\n', { a: 1 })
    expect([rows, count]).toEqual([[], 2])
    expect(sent).toEqual([
      {
        sql: 'BEGIN UPDATE t SET a = :1; :2 := SQL%ROWCOUNT; END;',
        bindings: [1, { type: 2010, dir: 3003 }],
      },
    ])
  })

  test('names what it returns in capitals, which nobody sees', async () => {
    const { knex } = withDriver('oracledb', () => [{ PK: 'p', ID: 'i' }])
    const { rows } = await run(runOnOracle, knex, 'SELECT a AS pk, b AS id FROM t', {})
    expect(rows).toEqual([{ pk: 'p', id: 'i' }])
  })
})

describe('MySQL', () => {
  test.each([
    ['the newer driver', { affectedRows: 0, info: 'Rows matched: 1  Changed: 0  Warnings: 0' }, 1],
    [
      'the older driver',
      { affectedRows: 0, message: '(Rows matched: 2  Changed: 0  Warnings: 0' },
      2,
    ],
    ['an insert', { affectedRows: 1, info: '' }, 1],
  ])('counts the rows that matched, by %s', async (_, answer, count) => {
    const { knex } = withDriver('mysql2', () => [answer, undefined])
    expect(await run(runOnMysql, knex, 'UPDATE t SET a = 1', {})).toEqual({ rows: [], count })
  })

  test('lets an error that it does not know through as it is', async () => {
    const { knex } = withDriver('mysql2', failing({ errno: 2013 }))
    await expect(run(runOnMysql, knex, 'SELECT 1', { name: 'a' })).rejects.toMatchObject({
      errno: 2013,
    })
  })
})
