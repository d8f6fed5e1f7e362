import { describe, expect, test } from 'vitest'
import { ContentionError, isConnectionLost } from '../../../src/database/failure.ts'
import { postgresql } from '../../../src/dialect/postgresql.ts'
import { sqlite } from '../../../src/dialect/sqlite.ts'

const withCode = (code: string, message = ''): Error => Object.assign(new Error(message), { code })

describe('PostgreSQL', () => {
  test.each([
    ['40001', 'contended'],
    ['40P01', 'contended'],
    ['23505', 'duplicate'],
    ['25006', 'read-only'],
    ['42501', 'read-only'],
    ['53100', 'full'],
    ['42P01', 'missing-table'],
    ['22001', 'too-long'],
  ])('%s is %s', (code, failure) => {
    expect(postgresql.failureOf(withCode(code))).toBe(failure)
  })

  test.each(['22P05', '22021', '28P01', '3D000', '42601', '53300', '55P03', '57014', '57P03'])(
    'a statement that was refused with %s has done nothing',
    (code) => {
      expect(postgresql.failureOf(withCode(code))).toBe('refused')
    },
  )

  test.each(['08006', '57P01', '57P02', 'XX000', '40003', 'ECONNRESET', ''])(
    'after %j nobody knows what was done',
    (code) => {
      expect(postgresql.failureOf(withCode(code))).toBeUndefined()
    },
  )

  test('a row that moved is met by trying again', () => {
    expect(postgresql.failureOf(new ContentionError())).toBe('contended')
  })
})

describe('SQLite', () => {
  test.each([
    ['SQLITE_BUSY', 'contended'],
    ['SQLITE_BUSY_SNAPSHOT', 'contended'],
    ['SQLITE_LOCKED', 'contended'],
    ['SQLITE_CONSTRAINT_UNIQUE', 'duplicate'],
    ['SQLITE_CONSTRAINT_PRIMARYKEY', 'duplicate'],
    ['SQLITE_CONSTRAINT', 'duplicate'],
    ['SQLITE_READONLY_DBMOVED', 'read-only'],
    ['SQLITE_FULL', 'full'],
  ])('%s is %s', (code, failure) => {
    expect(sqlite.failureOf(withCode(code))).toBe(failure)
  })

  test('a missing table is told from other errors of SQL', () => {
    const missing = withCode('SQLITE_ERROR', 'select 1 - no such table: SPRING_SESSION')
    expect(sqlite.failureOf(missing)).toBe('missing-table')
    expect(sqlite.failureOf(withCode('SQLITE_ERROR', 'near "x"'))).toBeUndefined()
  })

  test.each(['SQLITE_CORRUPT', 'SQLITE_CONSTRAINT_FOREIGNKEY', 'SQLITE_IOERR'])(
    '%s is none of these',
    (code) => {
      expect(sqlite.failureOf(withCode(code))).toBeUndefined()
    },
  )
})

test.each(['57P01', '08006', 'ECONNRESET', 'PROTOCOL_CONNECTION_LOST'])(
  'a connection is lost with %s',
  (code) => {
    expect(isConnectionLost(withCode(code))).toBe(true)
  },
)

test('a connection is lost also where the driver gives no code, and not with any other error', () => {
  expect(isConnectionLost(new Error('select 1 - Connection terminated unexpectedly'))).toBe(true)
  for (const other of [withCode('40001'), withCode('ECONNREFUSED'), new Error('x'), undefined]) {
    expect(isConnectionLost(other)).toBe(false)
  }
})
