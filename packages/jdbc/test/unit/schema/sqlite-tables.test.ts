import makeKnex, { type Knex } from 'knex'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkSessionTables } from '../../../src/schema/check-session-tables.ts'
import {
  createSessionTables,
  dropSessionTables,
} from '../../../src/schema/create-session-tables.ts'
import { initializeSchema } from '../../../src/schema/initialize-schema.ts'
import { sessionMigrationSource } from '../../../src/schema/session-migration-source.ts'

let knex: Knex
beforeEach(() => {
  knex = makeKnex({
    client: 'better-sqlite3',
    connection: { filename: ':memory:' },
    useNullAsDefault: true,
  })
})
afterEach(() => knex.destroy())

/** What SQLite itself says there is. */
const names = async (schema = 'main'): Promise<readonly string[]> => {
  const rows = await knex.raw(`SELECT name FROM ${schema}.sqlite_master WHERE sql IS NOT NULL`)
  return rows.map(({ name }: { name: string }) => name).sort()
}

const all = (table: string): readonly string[] =>
  [table, `${table}_ATTRIBUTES`, `${table}_IX1`, `${table}_IX2`, `${table}_IX3`].sort()

describe('createSessionTables', () => {
  test('makes two tables and three indexes, and the second time nothing', async () => {
    await createSessionTables(knex)
    expect(await names()).toEqual(all('SPRING_SESSION'))
    await knex('SPRING_SESSION').insert({
      ...{ PRIMARY_ID: 'p', SESSION_ID: 's', CREATION_TIME: 1, LAST_ACCESS_TIME: 1 },
      ...{ MAX_INACTIVE_INTERVAL: 1, EXPIRY_TIME: 1001 },
    })
    await createSessionTables(knex)
    expect(await knex('SPRING_SESSION').select('SESSION_ID')).toHaveLength(1)
  })

  test('makes what is missing of them', async () => {
    await createSessionTables(knex)
    await knex.raw('DROP INDEX SPRING_SESSION_IX2')
    await knex.raw('DROP TABLE SPRING_SESSION_ATTRIBUTES')
    await createSessionTables(knex)
    expect(await names()).toEqual(all('SPRING_SESSION'))
  })

  test('takes a table name, and a database that is attached', async () => {
    await knex.raw("ATTACH ':memory:' AS app")
    await createSessionTables(knex, { tableName: 'app.visits' })
    expect(await names()).toEqual([])
    expect(await names('app')).toEqual(all('visits'))
    expect(await checkSessionTables(knex, { tableName: 'app.visits' })).toEqual([])
    await dropSessionTables(knex, { tableName: 'app.visits' })
    expect(await names('app')).toEqual([])
  })

  test('makes a table of other indexes on request, which the checker then wants', async () => {
    await createSessionTables(knex)
    expect(await checkSessionTables(knex, { indexTable: true })).toEqual([
      expect.stringMatching(/^The table SPRING_SESSION_INDEXES is missing/),
    ])
    await createSessionTables(knex, { indexTable: true })
    expect(await checkSessionTables(knex, { indexTable: true })).toEqual([])
    await dropSessionTables(knex)
    expect(await names()).toEqual([])
  })

  test('rejects with what the database says', async () => {
    await knex.raw('CREATE VIEW SPRING_SESSION_IX1 AS SELECT 1')
    await expect(createSessionTables(knex)).rejects.toThrow(/SPRING_SESSION_IX1/)
  })
})

describe('dropSessionTables', () => {
  test('removes both tables, and the second time nothing', async () => {
    await createSessionTables(knex)
    await dropSessionTables(knex)
    expect(await names()).toEqual([])
    await dropSessionTables(knex)
  })
})

describe('initializeSchema', () => {
  test.each(['always', 'embedded', undefined] as const)(
    '%s makes the tables on SQLite',
    async (mode) => {
      await initializeSchema(knex, mode)
      expect(await names()).toEqual(all('SPRING_SESSION'))
    },
  )

  test('never makes none', async () => {
    await initializeSchema(knex, 'never')
    expect(await names()).toEqual([])
  })

  test('embedded and never do not ask a server anything', async () => {
    const unreachable = makeKnex({ client: 'pg', connection: 'postgres://127.0.0.1:1/none' })
    await initializeSchema(unreachable, 'embedded')
    await initializeSchema(unreachable, 'never')
    await unreachable.destroy()
  })

  test('refuses another word', async () => {
    await expect(initializeSchema(knex, 'sometimes' as 'never')).rejects.toThrow(/'sometimes'/)
  })
})

describe('the migration source', () => {
  const config = (tableName?: string): Knex.MigratorConfig => ({
    migrationSource: sessionMigrationSource(tableName === undefined ? {} : { tableName }),
    tableName: 'session_migrations',
  })

  test('makes the tables once, and removes them when it is rolled back', async () => {
    await knex.migrate.latest(config())
    expect(await names()).toEqual(expect.arrayContaining([...all('SPRING_SESSION')]))
    const [, again] = await knex.migrate.latest(config())
    expect(again).toEqual([])
    await knex.migrate.rollback(config())
    expect(await names()).not.toContain('SPRING_SESSION')
  })

  test('takes tables as they are, and another table by its name', async () => {
    await createSessionTables(knex, { tableName: 'visits' })
    const [, done] = await knex.migrate.latest(config('visits'))
    expect(done).toEqual(['001_create_visits'])
  })
})

describe('checkSessionTables', () => {
  const check = (): Promise<readonly string[]> => checkSessionTables(knex)

  test('says nothing of what createSessionTables made, for bytes and for JSON', async () => {
    await createSessionTables(knex)
    expect(await check()).toEqual([])
    await createSessionTables(knex, { tableName: 'j', attributeColumn: 'json' })
    expect(await checkSessionTables(knex, { tableName: 'j', attributeColumn: 'json' })).toEqual([])
  })

  test('names the tables that are missing, and what makes them', async () => {
    expect(await check()).toEqual([
      expect.stringMatching(/^The table SPRING_SESSION is missing\. .*createSessionTables\(\)/),
      expect.stringMatching(/^The table SPRING_SESSION_ATTRIBUTES is missing\. /),
    ])
  })

  test('names columns and indexes that are missing', async () => {
    await createSessionTables(knex)
    await knex.raw('DROP INDEX SPRING_SESSION_IX3')
    await knex.raw('DROP INDEX SPRING_SESSION_IX2')
    await knex.raw('ALTER TABLE SPRING_SESSION DROP COLUMN EXPIRY_TIME')
    expect(await check()).toEqual([
      'The column SPRING_SESSION.EXPIRY_TIME is missing.',
      'SPRING_SESSION has no index on EXPIRY_TIME: each cleanup reads the whole table.',
      'SPRING_SESSION has no index on PRINCIPAL_NAME: to find the sessions of a user reads the whole table.',
    ])
  })

  test('takes an index of another name, and more columns', async () => {
    await createSessionTables(knex)
    await knex.raw('DROP INDEX SPRING_SESSION_IX1')
    await knex.raw('CREATE UNIQUE INDEX mine ON SPRING_SESSION (SESSION_ID)')
    await knex.raw('ALTER TABLE SPRING_SESSION ADD COLUMN NOTE TEXT')
    expect(await check()).toEqual([])
  })

  test('does not take an index that is not unique, or only for some rows', async () => {
    await createSessionTables(knex)
    await knex.raw('DROP INDEX SPRING_SESSION_IX1')
    await knex.raw('CREATE INDEX mine ON SPRING_SESSION (SESSION_ID)')
    await knex.raw('DROP INDEX SPRING_SESSION_IX2')
    await knex.raw('CREATE INDEX some ON SPRING_SESSION (EXPIRY_TIME) WHERE EXPIRY_TIME > 5')
    expect(await check()).toEqual([
      'SPRING_SESSION has no unique index on SESSION_ID: two sessions can get one id.',
      'SPRING_SESSION has no index on EXPIRY_TIME: each cleanup reads the whole table.',
    ])
  })

  test('names wrong types, short texts and a foreign key that is not there', async () => {
    await knex.raw(`CREATE TABLE SPRING_SESSION (
      PRIMARY_ID CHARACTER(36) PRIMARY KEY, SESSION_ID INTEGER UNIQUE, CREATION_TIME INTEGER,
      LAST_ACCESS_TIME TEXT, MAX_INACTIVE_INTERVAL INTEGER, EXPIRY_TIME INTEGER, PRINCIPAL_NAME VARCHAR(50))`)
    await knex.raw('CREATE INDEX a ON SPRING_SESSION (EXPIRY_TIME)')
    await knex.raw('CREATE INDEX b ON SPRING_SESSION (PRINCIPAL_NAME)')
    await knex.raw(`CREATE TABLE SPRING_SESSION_ATTRIBUTES (SESSION_PRIMARY_ID CHARACTER(36),
      ATTRIBUTE_NAME TEXT, ATTRIBUTE_BYTES TEXT, PRIMARY KEY (SESSION_PRIMARY_ID, ATTRIBUTE_NAME))`)
    expect(await check()).toEqual([
      expect.stringMatching(
        /^SPRING_SESSION\.SESSION_ID is integer and not CHARACTER\(36\): a look-up/,
      ),
      expect.stringMatching(/^SPRING_SESSION\.LAST_ACCESS_TIME is text and not INTEGER: /),
      expect.stringMatching(
        /^SPRING_SESSION\.PRINCIPAL_NAME is varchar\(50\) and not VARCHAR\(100\): longer/,
      ),
      expect.stringMatching(
        /^SPRING_SESSION_ATTRIBUTES\.ATTRIBUTE_BYTES is text and not BLOB: .*attributeColumn/,
      ),
      expect.stringMatching(/^SPRING_SESSION_ATTRIBUTES has no foreign key to SPRING_SESSION /),
    ])
  })
})
