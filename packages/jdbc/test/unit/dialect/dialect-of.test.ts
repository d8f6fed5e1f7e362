import makeKnex from 'knex'
import { expect, test } from 'vitest'
import { cockroachdb } from '../../../src/dialect/cockroachdb.ts'
import { dialectOf } from '../../../src/dialect/dialect-of.ts'
import { mysql } from '../../../src/dialect/mysql.ts'
import { oracle } from '../../../src/dialect/oracle.ts'
import { postgresql } from '../../../src/dialect/postgresql.ts'
import { sqlite } from '../../../src/dialect/sqlite.ts'
import { sqlserver } from '../../../src/dialect/sqlserver.ts'

test.each([
  ['pg', postgresql],
  ['postgres', postgresql],
  ['cockroachdb', cockroachdb],
  ['mysql', mysql],
  ['mysql2', mysql],
  ['better-sqlite3', sqlite],
  ['sqlite3', sqlite],
  ['mssql', sqlserver],
  ['oracledb', oracle],
])("knex's client %s is spoken to in its own dialect", (client, dialect) => {
  expect(dialectOf(makeKnex({ client, useNullAsDefault: true }))).toBe(dialect)
})

test('a database that is not known is refused', () => {
  expect(() => dialectOf(makeKnex({ client: 'redshift' }))).toThrow(
    expect.objectContaining({ code: 'INVALID_OPTION' }),
  )
})
