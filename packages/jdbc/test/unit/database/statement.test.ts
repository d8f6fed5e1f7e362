import { expect, test } from 'vitest'
import { bound, boundInFull, parseStatement } from '../../../src/database/statement.ts'

test('named parameters are found, as often as they occur, and casts are none', () => {
  const statement = parseStatement('SELECT :id::text, now()::date WHERE a = :id AND b > :now2')
  expect(statement.sql).toBe('SELECT ?::text, now()::date WHERE a = ? AND b > ?')
  expect(statement.parameters).toEqual(['id', 'id', 'now2'])
})

test('values take the places of their names, and what is not given is null', () => {
  const statement = parseStatement('VALUES (:a, :b, :a, :c)')
  const values = { a: 1, b: ['x', 'y'], c: undefined, d: 'unused' }
  expect(bound(statement, values)).toEqual({
    sql: 'VALUES (?, ?, ?, ?)',
    bindings: [1, ['x', 'y'], 1, null],
  })
})

test('a list is written out for databases without arrays', () => {
  const statement = parseStatement('WHERE a = :a AND b IN (:list) AND c = :c')
  expect(boundInFull(statement, { a: 1, list: ['x', 'y', 'z'], c: 2 })).toEqual({
    sql: 'WHERE a = ? AND b IN (?, ?, ?) AND c = ?',
    bindings: [1, 'x', 'y', 'z', 2],
  })
  expect(boundInFull(statement, { a: 1, list: 'x', c: 2 }).sql).toBe(statement.sql)
})
