import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import makeKnex, { type Knex } from 'knex'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { closedAfterAll, stored } from '../open-repository.ts'

describe('a SQLite file', () => {
  const { open } = closedAfterAll()
  const folder = mkdtempSync(join(tmpdir(), 'session-jdbc-'))
  const filename = join(folder, 'sessions.db')
  const instances: Knex[] = []
  afterAll(async () => {
    await Promise.all(instances.map((knex) => knex.destroy()))
    rmSync(folder, { recursive: true })
  })
  const connect = (config: Partial<Knex.Config> = {}, options = {}): Knex => {
    const knex = makeKnex({
      client: 'better-sqlite3',
      connection: { filename, options },
      useNullAsDefault: true,
      ...config,
    })
    instances.push(knex)
    return knex
  }

  test('is read by a driver that gives all integers as bigint', async () => {
    const repository = open(connect({}, { safeIntegers: true }))
    const { id } = await stored(repository, { a: 1 }, 'ada')
    const session = await repository.findById(id, { touch: true })
    expect(session?.maxInactiveInterval).toBe(1800)
    expect(session?.lastAccessedTime).toBeInstanceOf(Date)
    expect((await repository.findByPrincipalName('ada')).has(id)).toBe(true)
  })

  test('is in WAL mode, and its connections never wait for long by themselves', async () => {
    const knex = connect()
    await open(knex).findById('x'.repeat(36))
    expect(await knex.raw('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }])
    expect(await knex.raw('PRAGMA busy_timeout')).toEqual([{ timeout: 20 }])
    expect(await knex.raw('PRAGMA foreign_keys')).toEqual([{ foreign_keys: 1 }])
  })

  test('may have a pool of several connections, and every save is kept', async () => {
    const repository = open(connect({ pool: { min: 1, max: 5 } }))
    const { id } = await stored(repository, {})
    await Promise.all(
      Array.from({ length: 30 }, async (_, n) => {
        const session = await repository.findById(id, { touch: true })
        session?.setAttribute(`a${n}`, n)
        if (session !== undefined) await repository.save(session)
      }),
    )
    expect((await repository.findById(id))?.attributeNames).toHaveLength(30)
  })

  test('is swept in small pieces, between which the process does other things', async () => {
    const knex = connect()
    const repository = open(knex)
    await repository.ready()
    await knex.raw(`INSERT INTO SPRING_SESSION
      SELECT hex(randomblob(18)), hex(randomblob(18)), 1, 1, 1800, n, NULL
      FROM (WITH RECURSIVE g(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM g WHERE n < 620) SELECT n FROM g)`)
    let turns = 0
    const ticking = setInterval(() => {
      turns++
    }, 0)
    expect(await repository.cleanUpExpiredSessions()).toBe(620)
    clearInterval(ticking)
    expect(turns).toBeGreaterThan(3)
  })

  test('that somebody else has locked is waited for without stopping the process', async () => {
    const repository = open(connect(), { storeTimeout: '10s' })
    const session = await stored(repository)
    const other = connect()
    await other.raw('BEGIN IMMEDIATE')
    let saved = false
    let turns = 0
    const ticking = setInterval(() => {
      turns++
    }, 1)
    session.setAttribute('a', 1)
    const saving = repository.save(session).then(() => {
      saved = true
    })
    await vi.waitFor(() => expect(turns).toBeGreaterThan(5))
    expect(saved).toBe(false)
    expect((await repository.findById(session.id))?.attributeNames).toEqual(['name'])
    await other.raw('COMMIT')
    await saving
    clearInterval(ticking)
    expect((await repository.findById(session.id))?.getAttribute('a')).toBe(1)
  })

  test('that stays locked refuses the save by the deadline, and stores nothing of it', async () => {
    const repository = open(connect(), { storeTimeout: '150ms' })
    const session = await stored(repository)
    const other = connect()
    await other.raw('BEGIN IMMEDIATE')
    session.setAttribute('a', 1)
    await expect(repository.save(session)).rejects.toMatchObject({ code: 'STORE_TIMEOUT' })
    await other.raw('COMMIT')
    expect((await repository.findById(session.id))?.attributeNames).toEqual(['name'])
    await repository.save(session)
    expect((await repository.findById(session.id))?.getAttribute('a')).toBe(1)
  })
})
