import { expiresAt, isExpired, isTouchDue as isTouchDueByRule } from '@session/core/store'
import fc from 'fast-check'
import makeKnex, { type Knex } from 'knex'
import { afterAll, expect, test } from 'vitest'
import { bound, parseStatement } from '../../../src/database/statement.ts'
import { endOf, isAlive, isTouchDue, type Syntax } from '../../../src/statements/lifetime.ts'

const syntax: Syntax = {
  now: ':now',
  integer: (value) => `CAST(${value} AS INTEGER)`,
  least: (a, b) => `MIN(${a}, ${b})`,
  greatest: (a, b) => `MAX(${a}, ${b})`,
}
const columns = {
  created: 'CREATION_TIME',
  accessed: 'LAST_ACCESS_TIME',
  idle: 'MAX_INACTIVE_INTERVAL',
}
const knex = makeKnex({
  client: 'better-sqlite3',
  connection: { filename: ':memory:' },
  useNullAsDefault: true,
})
afterAll(() => knex.destroy())

const statement = parseStatement(`SELECT
  ${isAlive(syntax)} AS alive, ${isTouchDue(syntax, '')} AS due, ${endOf(syntax, columns)} AS end
FROM (SELECT :created AS CREATION_TIME, :accessed AS LAST_ACCESS_TIME, :idle AS MAX_INACTIVE_INTERVAL)`)

const moment = fc.integer({ min: 0, max: 5_000 })

test('SQL judges the life of a session as the rules of the library do', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        created: moment,
        accessed: moment,
        idle: fc.integer({ min: -1, max: 5 }),
        now: moment,
        absoluteTimeout: fc.option(moment),
        touchInterval: fc.option(fc.integer({ min: 0, max: 3_000 })),
      }),
      async (values) => {
        const { sql, bindings } = bound(statement, values)
        const [row] = await knex.raw(sql, bindings as Knex.RawBinding[])
        const times = {
          creationTime: values.created,
          lastAccessedTime: values.accessed,
          maxInactiveInterval: values.idle,
        }
        const absolute = values.absoluteTimeout ?? undefined
        const touch = values.touchInterval ?? undefined
        expect(row.alive).toBe(isExpired(times, values.now, absolute) ? 0 : 1)
        expect(row.due).toBe(isTouchDueByRule(times, values.now, touch) ? 1 : 0)
        expect(row.end).toBe(expiresAt(times, absolute) ?? 2 ** 63)
      },
    ),
    { numRuns: 1000 },
  )
})
