import { setImmediate as nextTurn } from 'node:timers/promises'
import { AttributeNotStorableError, PRINCIPAL_NAME_INDEX_NAME } from '@session/core'
import { fakeClock } from '@session/testing'
import { describeWithService, freshDatabase, mariadb, runInShell } from '@session/testing/services'
import makeKnex, { type Knex } from 'knex'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  createSessionTables,
  JdbcIndexedSessionRepository,
  type JdbcRepositoryOptions,
} from '../../../src/index.ts'
import { springMysqlTables } from '../../spring-mysql-tables.ts'

type Attributes = Record<string, unknown>

const connect = (connection: string, more: Knex.Config = {}): Knex =>
  makeKnex({ client: 'mysql2', connection, ...more })

/** A pool whose connections begin with a statement. */
const beginningWith = (statement: string): Knex.Config => ({
  pool: {
    afterCreate: (
      connection: { query(sql: string, done: (error: unknown) => void): void },
      done: (error: unknown, connection: unknown) => void,
    ) => connection.query(statement, (error) => done(error, connection)),
  },
})

const open = (
  knex: Knex,
  options: JdbcRepositoryOptions = {},
): JdbcIndexedSessionRepository<Attributes> =>
  new JdbcIndexedSessionRepository<Attributes>(knex, { cleanupInterval: false, ...options })

const store = async (
  sessions: JdbcIndexedSessionRepository<Attributes>,
  attributes: Attributes,
): Promise<string> => {
  const session = sessions.createSession()
  for (const [name, value] of Object.entries(attributes)) session.setAttribute(name, value)
  await sessions.save(session)
  return session.id
}

const tables = [
  { whose: 'our own tables', script: '' },
  { whose: "a Java application's tables", script: springMysqlTables },
]

describeWithService(mariadb, 'MariaDB', (server) => {
  describe.each(tables)('on $whose', ({ script }) => {
    let url = ''
    let drop = async (): Promise<void> => {}
    let knex: Knex
    let sessions: JdbcIndexedSessionRepository<Attributes>
    beforeAll(async () => {
      ;({ url, drop } = await freshDatabase(server))
      knex = connect(url)
      if (script) await runInShell(url, script)
      await createSessionTables(knex)
      sessions = open(knex)
    })
    afterAll(async () => {
      await sessions.close()
      await knex.destroy()
      await drop()
    })

    test('a sweep takes what nobody holds and waits for nobody, however few sessions there are', async () => {
      const due = await Promise.all(Array.from({ length: 20 }, () => store(sessions, { a: 1 })))
      const alive = await store(sessions, { a: 1 })
      const [held = '', ...free] = due
      await knex('SPRING_SESSION').update('EXPIRY_TIME', 1).whereIn('SESSION_ID', due)
      const other = await knex.transaction()
      for (const id of [held, alive]) {
        await other('SPRING_SESSION').increment('LAST_ACCESS_TIME', 1).where('SESSION_ID', id)
      }
      try {
        expect(await sessions.cleanUpExpiredSessions()).toBe(free.length)
      } finally {
        await other.rollback()
      }
      expect(await sessions.cleanUpExpiredSessions()).toBe(1)
      await sessions.deleteById(alive)
    })

    test('users whose names look alike are different users', async () => {
      const ids = new Map<string, string>()
      const users = ['bob', 'Bob', 'bób', 'bob ']
      for (const user of users)
        ids.set(user, await store(sessions, { [PRINCIPAL_NAME_INDEX_NAME]: user }))
      for (const user of users) {
        const found = await sessions.findByPrincipalName(user)
        expect([...found.keys()], user).toEqual([ids.get(user)])
      }
      expect((await sessions.findByPrincipalName('日本')).size).toBe(0)
      expect(await sessions.deleteByPrincipalName('BOB')).toBe(0)
      expect(await sessions.deleteByPrincipalName('Bob')).toBe(1)
      expect((await sessions.findByPrincipalName('bob')).size).toBe(1)
    })

    test('an id is another one in capitals', async () => {
      const id = await store(sessions, { a: 1 })
      expect(id.toUpperCase()).not.toBe(id)
      expect(await sessions.findById(id.toUpperCase())).toBeUndefined()
      await sessions.deleteById(id.toUpperCase())
      expect(await sessions.findById(id)).toBeDefined()
    })

    test('a save that changes no column is no lost session, whatever the driver counts', async () => {
      const lax = connect(`${url}?flags=-FOUND_ROWS`)
      const clock = fakeClock()
      const repository = open(lax, { clock })
      try {
        const session = repository.createSession()
        await repository.save(session)
        const again = await repository.findById(session.id)
        if (again) await repository.save(again)
        again?.setAttribute('a', 1)
        if (again) await repository.save(again)
        expect((await repository.findById(session.id))?.getAttribute('a')).toBe(1)
      } finally {
        await repository.close()
        await lax.destroy()
      }
    })

    test('ten attributes are written by one statement, and come back as they were', async () => {
      const ten = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`ä${n}`, `'\\?${n}`]))
      const sent: string[] = []
      const listener = ({ sql }: { sql: string }): unknown => sent.push(sql)
      knex.on('query', listener)
      const id = await store(sessions, ten)
      knex.removeListener('query', listener)
      expect(sent.map((sql) => sql.split(/\W/)[0])).toEqual(['BEGIN', 'INSERT', 'INSERT', 'COMMIT'])
      const session = await sessions.findById(id)
      const names = [...(session?.attributeNames ?? [])]
      expect(Object.fromEntries(names.map((name) => [name, session?.getAttribute(name)]))).toEqual(
        ten,
      )
    })

    test('a deadlock is tried again, and nobody sees it', async () => {
      const id = await store(sessions, { cart: 'old' })
      for (let n = 0; n < 20; n++) await store(sessions, { filler: n })
      const [[{ pk }]] = await knex.raw(
        'SELECT PRIMARY_ID AS pk FROM SPRING_SESSION WHERE SESSION_ID = ?',
        [id],
      )
      const session = await sessions.findById(id)
      session?.setAttribute('cart', 'new')
      const deadlocks = vi.fn()
      knex.on('query-error', ({ errno }) => errno === 1213 && deadlocks())
      const other = connect(url)
      const transaction = await other.transaction()
      try {
        // The heavier of the two survives.
        await transaction.raw(
          "UPDATE SPRING_SESSION_ATTRIBUTES SET ATTRIBUTE_BYTES = 'x' WHERE ATTRIBUTE_NAME = 'filler'",
        )
        await transaction.raw(
          "UPDATE SPRING_SESSION_ATTRIBUTES SET ATTRIBUTE_BYTES = 'x' WHERE SESSION_PRIMARY_ID = ?",
          [pk],
        )
        let saved = false
        const save = (session ? sessions.save(session) : Promise.reject()).then(() => {
          saved = true
        })
        await vi.waitFor(
          async () => {
            const [waiting] = await knex.raw(
              "SELECT 1 FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT' AND trx_query LIKE 'INSERT INTO SPRING_SESSION_ATTRIBUTES%'",
            )
            expect(waiting).not.toEqual([])
            // InnoDB shows an old state to who asks more often than ten times a second.
          },
          { interval: 250, timeout: 10_000 },
        )
        await transaction.raw(
          'UPDATE SPRING_SESSION SET PRINCIPAL_NAME = NULL WHERE PRIMARY_ID = ?',
          [pk],
        )
        await nextTurn()
        expect(saved).toBe(false)
        await transaction.commit()
        await save
        expect(deadlocks).toHaveBeenCalledTimes(1)
        expect((await sessions.findById(id))?.getAttribute('cart')).toBe('new')
      } finally {
        if (!transaction.isCompleted()) await transaction.rollback()
        await other.destroy()
      }
    })
  })

  test('a save that nobody waits for any more is given up by the server, and written never', async () => {
    const database = await freshDatabase(server)
    const [knex, other] = [connect(database.url), connect(database.url)]
    await createSessionTables(knex)
    const sessions = open(knex, { storeTimeout: '300ms' })
    const holding = await other.transaction()
    try {
      const id = await store(sessions, { cart: 'old' })
      const session = await sessions.findById(id)
      await holding.raw('SELECT 1 FROM SPRING_SESSION_ATTRIBUTES FOR UPDATE')
      session?.setAttribute('cart', 'late')
      await expect(session && sessions.save(session)).rejects.toMatchObject({
        code: 'STORE_TIMEOUT',
      })
      await vi.waitFor(async () => {
        const [running] = await other.raw(
          `SELECT INFO FROM information_schema.PROCESSLIST WHERE DB = DATABASE()
          AND INFO LIKE '%SPRING_SESSION%' AND INFO NOT LIKE '%PROCESSLIST%'`,
        )
        expect(running).toEqual([])
      }, 10_000)
      await holding.commit()
      expect((await sessions.findById(id))?.getAttribute('cart')).toBe('old')
    } finally {
      if (!holding.isCompleted()) await holding.rollback()
      await sessions.close()
      await Promise.all([knex.destroy(), other.destroy()])
      await database.drop()
    }
  })

  describe("what a Java application's tables cannot hold", () => {
    let knex: Knex
    let sessions: JdbcIndexedSessionRepository<Attributes>
    let drop = async (): Promise<void> => {}
    beforeEach(async () => {
      const database = await freshDatabase(server)
      drop = database.drop
      knex = connect(database.url)
      await runInShell(database.url, springMysqlTables)
      sessions = open(knex)
    })
    afterEach(async () => {
      await sessions.close()
      await knex.destroy()
      await drop()
    })
    const rows = async (): Promise<number> => {
      const [[{ count }]] = await knex.raw('SELECT COUNT(*) AS count FROM SPRING_SESSION')
      return Number(count)
    }

    test('a value of more than 64 KiB is refused by name, and nothing of the save is stored', async () => {
      const refused = await store(sessions, { small: 1, big: 'x'.repeat(70_000) }).catch((e) => e)
      expect(refused).toBeInstanceOf(AttributeNotStorableError)
      expect(refused.attribute).toBe('big')
      expect(refused.message).not.toMatch(/xx/)
      expect(await rows()).toBe(0)
      const id = await store(sessions, { big: 'x'.repeat(60_000) })
      const session = await sessions.findById(id)
      session?.setAttribute('small', 2)
      session?.setAttribute('big', 'x'.repeat(70_000))
      await expect(session && sessions.save(session)).rejects.toThrow(/'big' cannot be stored/)
      expect((await sessions.findById(id))?.attributeNames).toEqual(['big'])
    })

    test.each([
      ['case', 'Theme'],
      ['an accent', 'thème'],
      ['a blank', 'theme '],
    ])(
      'a name that differs from another by %s alone is refused, and the other is kept',
      async (_, name) => {
        const id = await store(sessions, { theme: 'dark' })
        const session = await sessions.findById(id)
        session?.setAttribute(name, 'light')
        const refused = await (session && sessions.save(session))?.catch((e: unknown) => e)
        expect(refused).toBeInstanceOf(AttributeNotStorableError)
        expect((refused as AttributeNotStorableError).attribute).toBe(name)
        expect((await sessions.findById(id))?.getAttribute('theme')).toBe('dark')
        await expect(store(sessions, { theme: 1, [name]: 2 })).rejects.toBeInstanceOf(
          AttributeNotStorableError,
        )
      },
    )

    test('a removal leaves what only looks alike', async () => {
      const id = await store(sessions, { theme: 'dark' })
      const session = await sessions.findById(id)
      session?.setAttribute('other', 1)
      session?.removeAttribute('THEME')
      if (session) await sessions.save(session)
      expect((await sessions.findById(id))?.getAttribute('theme')).toBe('dark')
    })

    test('characters that the character set lacks are refused by the name of the attribute', async () => {
      const user = await store(sessions, { [PRINCIPAL_NAME_INDEX_NAME]: '日本' }).catch((e) => e)
      expect(user).toBeInstanceOf(AttributeNotStorableError)
      expect(user.attribute).toBe(PRINCIPAL_NAME_INDEX_NAME)
      expect(user.message).not.toMatch(/日本|\\x/)
      const named = await store(sessions, { 日本: 1 }).catch((e) => e)
      expect(named).toBeInstanceOf(AttributeNotStorableError)
      expect(named.attribute).toBe('日本')
      const id = await store(sessions, { a: 1 })
      const session = await sessions.findById(id)
      session?.setAttribute(PRINCIPAL_NAME_INDEX_NAME, '日本')
      const later = await (session && sessions.save(session))?.catch((e: unknown) => e)
      expect(later).toMatchObject({ attribute: PRINCIPAL_NAME_INDEX_NAME })
      await sessions.deleteById(id)
      expect(await rows()).toBe(0)
    })
  })

  describe('a connection that would damage sessions', () => {
    test.each([
      ['cuts what does not fit', "SET sql_mode = ''", /sql_mode/],
      ['loses characters', 'SET NAMES latin1', /charset: 'utf8mb4'/],
      // By itself the driver `mysql` lacks emoji then, and `mysql2` writes them as two halves.
      ['changes characters', 'SET NAMES utf8mb3', /charset: 'utf8mb4'/],
    ])('because it %s is refused', async (_, setting, remedy) => {
      const database = await freshDatabase(server)
      const knex = connect(database.url, beginningWith(setting))
      const sessions = open(knex, { initializeSchema: 'always' })
      try {
        await expect(store(sessions, { a: 1 })).rejects.toThrow(remedy)
      } finally {
        await sessions.close()
        await knex.destroy()
        await database.drop()
      }
    })
  })
})
