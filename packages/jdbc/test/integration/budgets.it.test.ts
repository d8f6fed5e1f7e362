import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeWithService, freshDatabase, mariadb, postgres } from '@session/testing/services'
import type { Knex } from 'knex'
import { afterAll, describe, expect, test } from 'vitest'
import { knexFor } from '../knex-for.ts'
import { closedAfterAll, type Repository, stored } from '../open-repository.ts'

type CostOf = (action: () => Promise<unknown>) => Promise<number>

/** What each step costs in statements, `BEGIN` and `COMMIT` among them. */
interface Budget {
  readonly create: number
  readonly createEmpty: number
  readonly read: number
  readonly readAndRenew: number
  readonly write: number
  readonly remove: number
  readonly rename: number
  readonly renew: number
  readonly end: number
  readonly findByUser: number
  readonly sweep: number
}

function describeBudget(
  budget: Budget,
  prepared: () => Promise<{ repository: Repository; costOf: CostOf; knex: Knex }>,
): void {
  test('what is not used, or not changed, costs nothing', async () => {
    const { repository, costOf } = await prepared()
    const session = await stored(repository)
    expect(
      await costOf(async () => {
        repository.createSession()
        await repository.save(session)
      }),
    ).toBe(0)
    const loaded = await repository.findById(session.id)
    expect(
      await costOf(async () => {
        loaded?.getAttribute('name')
        if (loaded !== undefined) await repository.save(loaded)
      }),
    ).toBe(0)
  })

  test('each step costs what it may, whatever the session holds', async () => {
    const { repository, costOf, knex } = await prepared()
    expect(await costOf(() => stored(repository, {}))).toBe(budget.createEmpty)
    expect(await costOf(() => stored(repository, { a: 1 }))).toBe(budget.create)

    const session = await stored(repository, { a: 1, b: 2, c: 3 }, 'ada')
    await stored(repository, { a: 1 }, 'ada')
    expect(await costOf(() => repository.findById(session.id))).toBe(budget.read)
    expect(await costOf(() => repository.findById(session.id, { touch: true }))).toBe(
      budget.readAndRenew,
    )
    session.setAttribute('a', 'new')
    expect(await costOf(() => repository.save(session))).toBe(budget.write)
    session.removeAttribute('b')
    expect(await costOf(() => repository.save(session))).toBe(budget.remove)
    session.changeSessionId()
    expect(await costOf(() => repository.save(session))).toBe(budget.rename)
    session.maxInactiveInterval = '1h'
    expect(await costOf(() => repository.save(session))).toBe(budget.renew)
    expect(await costOf(() => repository.findByPrincipalName('ada'))).toBe(budget.findByUser)
    expect(await costOf(() => repository.deleteById(session.id))).toBe(budget.end)

    await knex.raw('UPDATE SPRING_SESSION SET EXPIRY_TIME = 1')
    expect(await costOf(() => repository.cleanUpExpiredSessions())).toBe(budget.sweep)
    expect(await repository.cleanUpExpiredSessions()).toBe(0)
  })
}

describeWithService(postgres, 'what a step costs by the count of PostgreSQL', async (url) => {
  const { connect, open } = closedAfterAll()
  const database = await freshDatabase(url)
  afterAll(() => database.drop())
  const knex = connect(database.url)
  const repository = open(connect(database.url))

  const costOf: CostOf = async (action) => {
    const ours = `FROM pg_stat_statements WHERE query NOT LIKE '%pg_stat_statements%'
      AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())`
    await knex.raw(`SELECT pg_stat_statements_reset(userid, dbid, queryid) ${ours}`)
    await action()
    const { rows } = await knex.raw(`SELECT coalesce(sum(calls), 0)::int AS calls ${ours}`)
    return rows[0].calls
  }

  describeBudget(
    {
      create: 1,
      createEmpty: 1,
      read: 1,
      readAndRenew: 1,
      write: 1,
      remove: 1,
      rename: 1,
      renew: 1,
      end: 1,
      findByUser: 1,
      sweep: 1,
    },
    async () => {
      await knex.raw('CREATE EXTENSION IF NOT EXISTS pg_stat_statements')
      await repository.ready()
      // Its connection asks for the version when it is opened.
      await repository.findById('x'.repeat(36))
      return { repository, costOf, knex }
    },
  )
})

describeWithService(mariadb, 'what a step costs by the count of MariaDB', async (url) => {
  const { connect, open } = closedAfterAll()
  const database = await freshDatabase(url)
  afterAll(() => database.drop())
  const knex = connect(database.url)
  // One connection, asked for its own count, has finished what it is asked about.
  const single = knexFor(database.url, { min: 1, max: 1 })
  afterAll(() => single.destroy())
  const repository = open(single)

  const count = async (): Promise<number> => {
    const [[{ Value }]] = await single.raw("SHOW SESSION STATUS LIKE 'Questions'")
    return Number(Value)
  }
  const costOf: CostOf = async (action) => {
    const before = await count()
    await action()
    return (await count()) - before - 1
  }

  describeBudget(
    {
      create: 4,
      createEmpty: 1,
      read: 1,
      readAndRenew: 2,
      write: 4,
      remove: 4,
      rename: 1,
      renew: 1,
      end: 4,
      findByUser: 1,
      sweep: 5,
    },
    async () => {
      await repository.ready()
      return { repository, costOf, knex }
    },
  )
})

describe('what a step costs in SQLite, by what knex sends and what the transactions take', () => {
  const { connect, open } = closedAfterAll()
  const folder = mkdtempSync(join(tmpdir(), 'session-jdbc-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const knex = connect(join(folder, 'sessions.db'))
  const repository = open(knex)

  const costOf: CostOf = async (action) => {
    let count = 0
    const listener = (): void => {
      count++
    }
    knex.on('query', listener)
    await action()
    knex.removeListener('query', listener)
    return count
  }

  describeBudget(
    {
      create: 2,
      createEmpty: 1,
      read: 1,
      readAndRenew: 2,
      write: 2,
      remove: 2,
      rename: 1,
      renew: 1,
      end: 2,
      findByUser: 1,
      sweep: 3,
    },
    async () => {
      await repository.ready()
      return { repository, costOf, knex }
    },
  )
})
