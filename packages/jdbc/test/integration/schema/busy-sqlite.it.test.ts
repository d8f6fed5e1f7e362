import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import makeKnex, { type Knex } from 'knex'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { checkSessionTables, createSessionTables } from '../../../src/index.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'session-schema-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('tables are made, and kept, though another held the file when it was their turn', async () => {
  const open = (): Knex =>
    makeKnex({
      client: 'better-sqlite3',
      connection: { filename: join(folder, 'sessions.db') },
      useNullAsDefault: true,
      pool: {
        afterCreate: (
          connection: { exec(sql: string): unknown },
          done: (error: unknown, connection: unknown) => void,
        ) => {
          connection.exec('PRAGMA busy_timeout = 1')
          done(undefined, connection)
        },
      },
    })
  const [knex, other] = [open(), open()]
  const busy = vi.fn()
  knex.on('query-error', ({ code }) => String(code).startsWith('SQLITE_BUSY') && busy())

  const holding = await other.transaction()
  await holding.raw('CREATE TABLE theirs (a INTEGER)')
  const made = createSessionTables(knex)
  await vi.waitFor(() => expect(busy.mock.calls.length).toBeGreaterThan(2))
  await holding.commit()
  await made

  await knex('theirs').insert({ a: 1 })
  const third = open()
  expect(await checkSessionTables(third)).toEqual([])
  expect(await third('theirs').select()).toEqual([{ a: 1 }])
  await Promise.all([knex, other, third].map((one) => one.destroy()))
})
