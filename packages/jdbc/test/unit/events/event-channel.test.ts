import makeKnex from 'knex'
import { expect, test } from 'vitest'
import { JdbcIndexedSessionRepository, type JdbcRepositoryOptions } from '../../../src/index.ts'

const open = (client: string, events: string) =>
  new JdbcIndexedSessionRepository(makeKnex({ client, useNullAsDefault: true }), {
    events,
    cleanupInterval: false,
  } as JdbcRepositoryOptions)

test.each([
  ['better-sqlite3', 'listen-notify'],
  ['mysql2', 'listen-notify'],
  ['cockroachdb', 'listen-notify'],
  ['pg', 'outbox'],
  ['mssql', 'outbox'],
  ['pg', 'carrier pigeon'],
])('a channel that %s has not is refused at once: %s', (client, events) => {
  expect(() => open(client, events)).toThrow(
    expect.objectContaining({
      code: 'INVALID_OPTION',
      message: expect.stringContaining("'listen-notify'"),
    }),
  )
})

test.each([
  ['local', 'undefined'],
  ['listen-notify', 'function'],
])("with '%s' the store's subscribe is %s", (events, type) => {
  const { store } = open('pg', events) as unknown as { store: { subscribe?: unknown } }
  expect(typeof store.subscribe).toBe(type)
})
