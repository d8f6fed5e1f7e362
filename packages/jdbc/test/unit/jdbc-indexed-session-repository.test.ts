import makeKnex, { type Knex } from 'knex'
import { afterAll, describe, expect, test } from 'vitest'
import { JdbcIndexedSessionRepository, type JdbcRepositoryOptions } from '../../src/index.ts'

const knex = makeKnex({ client: 'pg' })
afterAll(() => knex.destroy())

const refused = (option: string) =>
  expect.objectContaining({ code: 'INVALID_OPTION', message: expect.stringContaining(option) })

const open = (options: unknown, on: unknown = knex): unknown =>
  new JdbcIndexedSessionRepository(on as Knex, options as JdbcRepositoryOptions)

test.each([
  ['tableName', { tableName: 'x"; drop table y; --' }],
  ['tableName', { tableName: '' }],
  ['tableName', { tableName: null }],
  ['attributeColumn', { attributeColumn: 'text' }],
  ['initializeSchema', { initializeSchema: 'sometimes' }],
  ['statements', { statements: { noSuchStatement: (sql: string) => sql } }],
  ['statements.find', { statements: { find: () => ' ' } }],
])('%s out of range is refused', (option, options) => {
  expect(() => open(options)).toThrow(refused(option))
})

test('a codec that writes bytes does not fit a JSON column', () => {
  const codec = { form: 'bytes', numbers: 'decimal', encode: () => '', decode: () => '' }
  expect(() => open({ codec, attributeColumn: 'json' })).toThrow(refused('codec'))
})

test.each([[null], [{}], [{ client: 'pg' }], ['postgres://localhost']])(
  '%j is no knex instance',
  (other) => {
    expect(() => open({}, other)).toThrow(refused('knex'))
  },
)

describe('the sessions of a caller', () => {
  test('are never part of a transaction of the caller', () => {
    const transaction = Object.assign(() => undefined, {
      raw: () => undefined,
      isTransaction: true,
    })
    expect(() => open({}, transaction)).toThrow(refused('transaction'))
  })
})

test('an option given as undefined means its default', () => {
  expect(() =>
    open({ tableName: undefined, attributeColumn: undefined, initializeSchema: undefined }),
  ).not.toThrow()
})
