import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jacksonCodec, jsonCodec, PRINCIPAL_NAME_INDEX_NAME } from '@session/core'
import { describeWithService, freshDatabase, mariadb, postgres } from '@session/testing/services'
import type { Knex } from 'knex'
import { afterAll, describe, expect, test } from 'vitest'
import { closedAfterAll, type Repository, stored } from '../open-repository.ts'

const { connect, open } = closedAfterAll()

function describeLimits(repository: Repository): void {
  test('a name or a user that does not fit is refused by name, and nothing is stored', async () => {
    const session = await stored(repository, { before: 1 })
    for (const [name, value] of [
      ['n'.repeat(201), 1],
      ['n\0', 1],
      [PRINCIPAL_NAME_INDEX_NAME, 'p'.repeat(101)],
      [PRINCIPAL_NAME_INDEX_NAME, 'p\0'],
    ] as const) {
      session.setAttribute('beside', 2)
      session.setAttribute(name, value)
      await expect(repository.save(session)).rejects.toMatchObject({
        code: 'ATTRIBUTE_NOT_STORABLE',
        attribute: name,
        outcome: 'not-applied',
      })
      expect((await repository.findById(session.id))?.attributeNames).toEqual(['before'])
      session.removeAttribute(name)
    }
    await repository.save(session)
    expect((await repository.findById(session.id))?.getAttribute('beside')).toBe(2)
  })

  test('nobody is found under a user that does not fit', async () => {
    for (const name of ['p'.repeat(101), 'p\0']) {
      expect((await repository.findByPrincipalName(name)).size).toBe(0)
    }
  })

  test('values of more than 64 KiB come back whole', async () => {
    const long = 'ä'.repeat(200_000)
    const { id } = await stored(repository, { long })
    expect((await repository.findById(id))?.getAttribute('long')).toBe(long)
  })
}

function describeIds(knex: Knex): void {
  test('a short id has no blanks behind it, whichever way it comes', async () => {
    let n = 0
    const repository = open(knex, { idGenerator: () => `short-id-number-${1000 + n++}` })
    const { id } = await stored(repository, { a: 1 }, 'short')
    const ended: string[] = []
    repository.on('destroyed', ({ sessionId }) => ended.push(sessionId))
    expect([...(await repository.findByPrincipalName('short')).keys()]).toEqual([id])
    expect((await repository.findById(id))?.id).toBe(id)
    await knex.raw('UPDATE SPRING_SESSION SET EXPIRY_TIME = 1 WHERE SESSION_ID = ?', [id])
    await repository.cleanUpExpiredSessions()
    expect(ended).toEqual([id])
  })

  test('an id that is longer than the column is refused', async () => {
    const repository = open(knex, { idGenerator: () => 'i'.repeat(37) })
    const error = await stored(repository).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'INVALID_OPTION' })
    expect(String(error)).not.toContain('iii')
  })

  test('a new id that another session has is refused, and both are as they were', async () => {
    let id = 'a'.repeat(36)
    const repository = open(knex, { idGenerator: () => id })
    const first = await stored(repository, { a: 1 })
    id = 'b'.repeat(36)
    const second = await stored(repository, { b: 1 })
    id = first.id
    second.changeSessionId()
    second.setAttribute('b', 2)
    await expect(repository.save(second)).rejects.toMatchObject({ code: 'SESSION_ID_TAKEN' })
    expect((await repository.findById('a'.repeat(36)))?.attributeNames).toEqual(['a'])
    expect((await repository.findById('b'.repeat(36)))?.getAttribute('b')).toBe(1)
  })
}

function describeForeignRows(knex: Knex): void {
  const repository = open(knex)

  test('a row that was written by hand is a session', async () => {
    await repository.ready()
    const id = 'by-hand-by-hand-by-hand-by-hand-by-h'
    const now = Date.now()
    await knex.raw(`INSERT INTO SPRING_SESSION VALUES (?, ?, ?, ?, 1800, ?, 'bob')`, [
      '11111111-2222-3333-4444-555555555555',
      id,
      now,
      now,
      now + 1_800_000,
    ])
    expect((await repository.findById(id))?.attributeNames).toEqual([])
    expect((await repository.findByPrincipalName('bob')).has(id)).toBe(true)
  })

  test('what expired by its times is not found, whatever EXPIRY_TIME says', async () => {
    const { id } = await stored(repository, {}, 'eve')
    const never = '9223372036854775807'
    await knex.raw(
      `UPDATE SPRING_SESSION SET LAST_ACCESS_TIME = LAST_ACCESS_TIME - 1800000, EXPIRY_TIME = ${never}
      WHERE SESSION_ID = ?`,
      [id],
    )
    expect(await repository.findById(id)).toBeUndefined()
    expect((await repository.findByPrincipalName('eve')).size).toBe(0)
  })

  test.each([
    ['LAST_ACCESS_TIME', '9223372036854775807'],
    ['LAST_ACCESS_TIME', '9223372036854775000'],
    ['LAST_ACCESS_TIME', '-9223372036854775808'],
    ['CREATION_TIME', '9223372036854775807'],
    ['EXPIRY_TIME', '-9223372036854775808'],
  ])('a row whose %s is %s hides no other session of its user', async (column, time) => {
    const strict = open(knex, { absoluteTimeout: '30d', touchInterval: 0 })
    const user = `user-${column}${time}`
    const odd = await stored(strict, { a: 1 }, user)
    const other = await stored(strict, { a: 2 }, user)
    for (const idle of [1800, -1]) {
      await knex.raw(
        `UPDATE SPRING_SESSION SET ${column} = ${time}, MAX_INACTIVE_INTERVAL = ${idle} WHERE SESSION_ID = ?`,
        [odd.id],
      )
      for (const repository of [strict, open(knex)]) {
        const found = await repository.findByPrincipalName(user)
        expect(found.get(other.id)?.getAttribute('a')).toBe(2)
        await repository.findById(odd.id)
        await repository.findById(odd.id, { touch: true })
      }
    }
    odd.setAttribute('a', 3)
    await strict.save(odd).catch(({ code }) => expect(code).toBe('SESSION_GONE'))
    await strict.deleteById(odd.id)
    expect([...(await strict.findByPrincipalName(user)).keys()]).toEqual([other.id])
  })

  test('a session that never expires outlives every sweep, and can be deleted', async () => {
    const session = await stored(repository)
    session.maxInactiveInterval = 'never'
    await repository.save(session)
    await knex.raw(
      'UPDATE SPRING_SESSION SET CREATION_TIME = 1, LAST_ACCESS_TIME = 1 WHERE SESSION_ID = ?',
      [session.id],
    )
    await repository.cleanUpExpiredSessions()
    expect(await repository.findById(session.id)).toBeDefined()
    await repository.deleteById(session.id)
    expect(await repository.findById(session.id)).toBeUndefined()
  })
}

function describeNumbers(knex: Knex, tableName: string, largest: bigint): void {
  test.each([
    ['jsonCodec', jsonCodec()],
    ['jacksonCodec', jacksonCodec()],
  ])('numbers come back as they were written by %s', async (_, codec) => {
    const shared = open(knex, { tableName, attributeColumn: 'json', codec })
    const numbers = [1.5, 3, 2 ** 53, -(2 ** 60), 1e21, 1.5e300, Number.MAX_VALUE, 5e-324]
    const exact = [9007199254740993n, largest, -largest]
    const { id } = await stored(shared, { numbers, exact, alone: 1e20 })
    const found = await shared.findById(id)
    expect(found?.getAttribute('numbers')).toEqual(numbers)
    expect(found?.getAttribute('exact')).toEqual(exact)
    expect(found?.getAttribute('alone')).toBe(1e20)
  })
}

describeWithService(postgres, 'values in PostgreSQL', async (url) => {
  const database = await freshDatabase(url)
  afterAll(() => database.drop())
  const knex = connect(database.url)
  describeLimits(open(knex))
  describeIds(knex)
  describeForeignRows(knex)

  describe('with a column of JSONB', () => {
    const tableName = 'JSON_SESSION'
    const json = open(knex, { tableName, attributeColumn: 'json' })
    const text = `"'\`\\ \n\t%s ? ?? :id $1 {} 🧵 </script>`

    test('any text is stored, and updated, as it is', async () => {
      const session = await stored(json, { text, empty: '', nothing: null, list: [1, { a: text }] })
      session.setAttribute('text', `${text}${text}`)
      await json.save(session)
      const found = await json.findById(session.id)
      expect(found?.getAttribute('text')).toBe(text + text)
      expect(found?.getAttribute('list')).toEqual([1, { a: text }])
      expect(found?.getAttribute('nothing')).toBeNull()
    })

    describeNumbers(knex, tableName, 10n ** 40n)

    test('SQL can ask into a session, and reading it changes nothing', async () => {
      const { id } = await stored(json, { cart: { items: ['tea'], total: 3 } })
      const found = await json.findById(id)
      found?.getAttribute('cart')
      const ids = await knex.raw(
        `SELECT SESSION_ID AS id FROM ${tableName} JOIN ${tableName}_ATTRIBUTES ON SESSION_PRIMARY_ID = PRIMARY_ID
        WHERE ATTRIBUTE_NAME = 'cart' AND ATTRIBUTE_BYTES @> '{"items": ["tea"]}'`,
      )
      expect(ids.rows).toEqual([{ id }])
      const before = await knex.raw(`SELECT xmin FROM ${tableName}_ATTRIBUTES`)
      if (found !== undefined) await json.save(found)
      expect((await knex.raw(`SELECT xmin FROM ${tableName}_ATTRIBUTES`)).rows).toEqual(before.rows)
    })

    test.each([['a\0b'], ['\ud800']])(
      'what JSONB cannot hold is refused by name',
      async (value) => {
        const session = await stored(json, { fine: 1 })
        session.setAttribute('odd', value)
        session.setAttribute('fine', 2)
        await expect(json.save(session)).rejects.toMatchObject({
          code: 'ATTRIBUTE_NOT_STORABLE',
          attribute: 'odd',
        })
        expect((await json.findById(session.id))?.getAttribute('fine')).toBe(1)
      },
    )
  })

  test('names of columns that a mapper turns round, and a schema, make no difference', async () => {
    await knex.raw('CREATE SCHEMA app')
    const camel = connect(database.url)
    camel.client.config.postProcessResponse = (result: { rows?: Record<string, unknown>[] }) => ({
      ...result,
      rows: result.rows?.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [
            name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
            value,
          ]),
        ),
      ),
    })
    await open(knex, { tableName: 'app.SPRING_SESSION' }).ready()
    const repository = open(camel, { tableName: 'app.SPRING_SESSION', initializeSchema: 'never' })
    const { id } = await stored(repository, { a: 1 }, 'ada')
    expect((await repository.findByPrincipalName('ada')).get(id)?.getAttribute('a')).toBe(1)
    expect((await knex.raw('SELECT 1 FROM app.spring_session')).rows).toHaveLength(1)
  })
})

describeWithService(mariadb, 'values in MariaDB', async (url) => {
  const database = await freshDatabase(url)
  afterAll(() => database.drop())
  const knex = connect(database.url)
  describeLimits(open(knex))
  describeIds(knex)
  describeForeignRows(knex)

  describe('with a column of JSON', () => {
    const tableName = 'JSON_SESSION'
    const json = open(knex, { tableName, attributeColumn: 'json' })

    test('any text is stored, and updated, as it is', async () => {
      const text = `"'\`\\ \n\t%s ? ?? :id $1 {} 🧵 </script>`
      const session = await stored(json, { text, list: [1, { a: text }] })
      session.setAttribute('text', `${text}${text}`)
      await json.save(session)
      const found = await json.findById(session.id)
      expect(found?.getAttribute('text')).toBe(text + text)
      expect(found?.getAttribute('list')).toEqual([1, { a: text }])
    })

    describeNumbers(knex, tableName, 2n ** 63n - 1n)

    test('SQL can ask into a session', async () => {
      const { id } = await stored(json, { cart: { items: ['tea'], total: 3 } })
      const [rows] = await knex.raw(
        `SELECT SESSION_ID AS id FROM ${tableName} JOIN ${tableName}_ATTRIBUTES ON SESSION_PRIMARY_ID = PRIMARY_ID
        WHERE ATTRIBUTE_NAME = 'cart' AND JSON_VALUE(ATTRIBUTE_BYTES, '$.total') = 3`,
      )
      expect(rows).toEqual([{ id }])
    })
  })
})

describe('values in SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'session-jdbc-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const knex = connect(join(folder, 'sessions.db'))
  describeLimits(open(knex))
  describeIds(knex)
  describeForeignRows(knex)

  test('attributes are removed with their session', async () => {
    const repository = open(knex)
    const { id } = await stored(repository, { a: 1 })
    const all = async (): Promise<number> =>
      (await knex.raw('SELECT count(*) AS n FROM SPRING_SESSION_ATTRIBUTES'))[0].n
    const before = await all()
    await repository.deleteById(id)
    expect(await all()).toBe(before - 1)
  })

  test('in memory they live as long as the pool keeps its connection', async () => {
    const repository = open(connect(':memory:'))
    const { id } = await stored(repository)
    expect(await repository.findById(id, { touch: true })).toBeDefined()
  })
})
