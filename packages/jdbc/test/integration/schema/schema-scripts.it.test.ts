import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  describeWithService,
  freshDatabase,
  mariadb,
  mariadbShell,
  postgres,
  psql,
  runInShell,
  sqliteShell,
} from '@session/testing/services'
import makeKnex, { type Knex } from 'knex'
import { afterAll, afterEach, expect, test } from 'vitest'
import { checkSessionTables } from '../../../src/schema/check-session-tables.ts'
import {
  createSessionTables,
  dropSessionTables,
} from '../../../src/schema/create-session-tables.ts'
import type { ScriptDialect } from '../../../src/schema/schema-dialect.ts'
import { schemaScript } from '../../../src/schema/schema-script.ts'
import { sessionMigrationSource } from '../../../src/schema/session-migration-source.ts'
import { springMysqlTables } from '../../spring-mysql-tables.ts'

interface Place {
  /** What the shell takes. */
  readonly url: string
  drop(): Promise<void>
}

interface Target {
  readonly scripts: readonly ScriptDialect[]
  fresh(): Promise<Place>
  connect(url: string): Knex
  /** Whether nodes can tell each other through a table. */
  readonly eventTable?: boolean
  /** Prints all that the database knows of tables, columns, types, indexes and constraints. */
  readonly describe: string
}

const describeTables = ({
  scripts,
  fresh,
  connect,
  eventTable = false,
  describe: description,
}: Target): void => {
  const undo: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const one of undo.splice(0).reverse()) await one()
  })
  const place = async (): Promise<string> => {
    const made = await fresh()
    undo.push(made.drop)
    return made.url
  }
  const open = (url: string): Knex => {
    const knex = connect(url)
    undo.push(() => knex.destroy())
    return knex
  }
  const load = (url: string, dialect: ScriptDialect, purpose?: 'drop'): Promise<string> =>
    runInShell(url, readFileSync(schemaScript(dialect, purpose), 'utf8'))
  const catalogue = (url: string): Promise<string> => runInShell(url, description)

  test.each(scripts)(
    'the %s scripts, run by its shell, make and drop what the functions do',
    async (dialect) => {
      const [byScript, byFunction] = [await place(), await place()]
      const nothing = await catalogue(byScript)
      const [knex, other] = [open(byScript), open(byFunction)]

      await load(byScript, dialect)
      await createSessionTables(other)
      const tables = await catalogue(byScript)
      expect(tables).toMatch(/spring_session_attributes_fk/i)
      expect(await catalogue(byFunction)).toBe(tables)
      expect(await checkSessionTables(knex)).toEqual([])
      await createSessionTables(knex)
      expect(await catalogue(byScript)).toBe(tables)

      await load(byScript, dialect, 'drop')
      await dropSessionTables(other)
      expect(await catalogue(byScript)).toBe(nothing)
      expect(await catalogue(byFunction)).toBe(nothing)
    },
  )

  test.each(scripts)(
    'the %s script to drop, run by its shell, leaves nothing of any table, and may be run again',
    async (dialect) => {
      const url = await place()
      const nothing = await catalogue(url)
      const knex = open(url)
      const options = { indexTable: true, eventTable }
      await createSessionTables(knex, options)
      expect(await checkSessionTables(knex, options)).toEqual([])
      for (const _time of ['first', 'again']) {
        await load(url, dialect, 'drop')
        expect(await catalogue(url)).toBe(nothing)
      }
    },
  )

  test.runIf(eventTable)('the checker says what is wrong with a table of events', async () => {
    const knex = open(await place())
    const options = { eventTable }
    await createSessionTables(knex)
    expect(await checkSessionTables(knex, options)).toEqual([
      expect.stringMatching(/^The table SPRING_SESSION_EVENTS is missing\. /),
    ])
    await knex.raw(`CREATE TABLE SPRING_SESSION_EVENTS (EVENT_NUMBER VARCHAR(10), TOLD_AT BIGINT,
      NODE VARCHAR(5), EVENT_TYPE VARCHAR(20), SESSION_ID CHAR(36), PREVIOUS_ID CHAR(36))`)
    const problems = (await checkSessionTables(knex, options)).join('\n')
    expect(problems).toMatch(
      /^SPRING_SESSION_EVENTS\.EVENT_NUMBER is varchar\(10\).* and not \w+: /m,
    )
    expect(problems).toMatch(
      /^SPRING_SESSION_EVENTS\.NODE is varchar\(5\).* VARCHAR\(64\): longer/m,
    )
    expect(problems).toMatch(/^The column SPRING_SESSION_EVENTS\.CLAIM is missing\.$/m)
    expect(problems).not.toMatch(/SESSION_ID|TOLD_AT|EVENT_TYPE/)
    await knex.raw('DROP TABLE SPRING_SESSION_EVENTS')
    await createSessionTables(knex, options)
    expect(await checkSessionTables(knex, options)).toEqual([])
  })

  test.runIf(!eventTable)('a table of events is refused, by the checker too', async () => {
    const knex = open(await place())
    for (const call of [createSessionTables, checkSessionTables])
      await expect(call(knex, { eventTable: true })).rejects.toMatchObject({
        code: 'INVALID_OPTION',
      })
  })

  test('the functions make the same under any name as the script with that name in it', async () => {
    const [byScript, byFunction] = [await place(), await place()]
    const script = readFileSync(schemaScript(scripts[0] as ScriptDialect), 'utf8')
    await runInShell(byScript, script.replaceAll('SPRING_SESSION', 'visits'))
    const knex = open(byFunction)
    await createSessionTables(knex, { tableName: 'visits' })
    expect(await catalogue(byFunction)).toBe(await catalogue(byScript))
    expect(await checkSessionTables(knex, { tableName: 'visits' })).toEqual([])
    expect(await checkSessionTables(knex)).toHaveLength(2)
  })

  test('attributes can be kept as JSON, which the checker tells from bytes', async () => {
    const knex = open(await place())
    await createSessionTables(knex, { attributeColumn: 'json' })
    expect(await checkSessionTables(knex, { attributeColumn: 'json' })).toEqual([])
    expect(await checkSessionTables(knex)).toEqual([
      expect.stringMatching(/^SPRING_SESSION_ATTRIBUTES\.ATTRIBUTE_BYTES is .* attributeColumn\.$/),
    ])
  })

  test('there can be a table of other indexes, which goes with the others', async () => {
    const knex = open(await place())
    const options = { indexTable: true, tableName: 'visits' }
    await createSessionTables(knex, options)
    expect(await checkSessionTables(knex, options)).toEqual([])
    await dropSessionTables(knex, options)
    expect(await checkSessionTables(knex, options)).toHaveLength(3)
  })

  test('ten nodes that start at once make the tables once, and nobody fails', async () => {
    const url = await place()
    const nodes = Array.from({ length: 10 }, () => open(url))
    await Promise.all(nodes.map((knex) => createSessionTables(knex)))
    expect(await checkSessionTables(nodes[0] as Knex)).toEqual([])
    await Promise.all(nodes.map((knex) => dropSessionTables(knex)))
    expect(await checkSessionTables(nodes[0] as Knex)).toHaveLength(2)
  })

  test('a migration makes the tables and takes them back', async () => {
    const knex = open(await place())
    const config = { migrationSource: sessionMigrationSource(), tableName: 'session_migrations' }
    await knex.migrate.latest(config)
    expect(await checkSessionTables(knex)).toEqual([])
    await knex.migrate.rollback(config)
    expect(await checkSessionTables(knex)).toHaveLength(2)
  })
}

describeWithService(psql, 'the tables on PostgreSQL', () => {
  describeWithService(postgres, 'by psql', (server) => {
    describeTables({
      scripts: ['postgresql'],
      fresh: () => freshDatabase(server),
      connect: (connection) => makeKnex({ client: 'pg', connection }),
      describe: `SELECT table_name, column_name, data_type, character_maximum_length, is_nullable
          FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, ordinal_position;
        SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1;
        SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
          WHERE connamespace = 'public'::regnamespace ORDER BY 1;`,
    })

    test('the checker says which types and indexes are wrong', async () => {
      const database = await freshDatabase(server)
      const knex = makeKnex({ client: 'pg', connection: database.url })
      try {
        await createSessionTables(knex)
        await knex.raw('ALTER TABLE spring_session ALTER session_id TYPE TEXT')
        await knex.raw('ALTER TABLE spring_session ALTER expiry_time TYPE NUMERIC')
        await knex.raw('DROP INDEX spring_session_ix3')
        await knex.raw(
          'ALTER TABLE spring_session_attributes DROP CONSTRAINT spring_session_attributes_fk',
        )
        expect(await checkSessionTables(knex)).toEqual([
          expect.stringMatching(/^SPRING_SESSION\.SESSION_ID is text and not CHAR\(36\): .*index/),
          expect.stringMatching(/^SPRING_SESSION\.EXPIRY_TIME is numeric and not BIGINT: /),
          expect.stringMatching(/^SPRING_SESSION has no index on PRINCIPAL_NAME: /),
          expect.stringMatching(/^SPRING_SESSION_ATTRIBUTES has no foreign key to SPRING_SESSION /),
        ])
      } finally {
        await knex.destroy()
        await database.drop()
      }
    })

    test('a schema holds tables of its own', async () => {
      const database = await freshDatabase(server)
      const knex = makeKnex({ client: 'pg', connection: database.url })
      try {
        await knex.raw('CREATE SCHEMA app')
        await createSessionTables(knex, { tableName: 'app.SPRING_SESSION' })
        expect(await checkSessionTables(knex, { tableName: 'app.SPRING_SESSION' })).toEqual([])
        expect(await checkSessionTables(knex)).toHaveLength(2)
        await dropSessionTables(knex, { tableName: 'app.SPRING_SESSION' })
        await knex.raw('DROP SCHEMA app')
      } finally {
        await knex.destroy()
        await database.drop()
      }
    })
  })
})

describeWithService(mariadbShell, 'the tables on MariaDB', () => {
  describeWithService(mariadb, 'by mariadb', (server) => {
    const connect = (connection: string): Knex => makeKnex({ client: 'mysql2', connection })
    describeTables({
      scripts: ['mariadb'],
      eventTable: true,
      fresh: () => freshDatabase(server),
      connect,
      describe: `SELECT TABLE_NAME, ENGINE, ROW_FORMAT FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1;
        SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLLATION_NAME FROM information_schema.COLUMNS
          WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME, ORDINAL_POSITION;
        SELECT TABLE_NAME, INDEX_NAME, NON_UNIQUE, COLUMN_NAME, SEQ_IN_INDEX FROM information_schema.STATISTICS
          WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1, 2, 5;
        SELECT CONSTRAINT_NAME, TABLE_NAME, REFERENCED_TABLE_NAME, DELETE_RULE
          FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE() ORDER BY 1;`,
    })

    test('those of a Java application are as expected, and hold less', async () => {
      const database = await freshDatabase(server)
      const knex = connect(database.url)
      try {
        await runInShell(database.url, springMysqlTables)
        expect(await checkSessionTables(knex)).toEqual([])
        await createSessionTables(knex, { indexTable: true })
        expect(await checkSessionTables(knex, { indexTable: true })).toEqual([])
        const [[, create]] = await knex
          .raw('SHOW CREATE TABLE SPRING_SESSION_ATTRIBUTES')
          .then(([rows]) => rows.map(Object.values))
        expect(create).toMatch(/`ATTRIBUTE_BYTES` blob NOT NULL/)
      } finally {
        await knex.destroy()
        await database.drop()
      }
    })

    test('a table that is the same but for its case is another one', async () => {
      const database = await freshDatabase(server)
      const knex = connect(database.url)
      try {
        const [[{ files }]] = await knex.raw('SELECT @@lower_case_table_names AS files')
        await createSessionTables(knex)
        expect(await checkSessionTables(knex, { tableName: 'spring_session' })).toHaveLength(
          files === 0 ? 2 : 0,
        )
      } finally {
        await knex.destroy()
        await database.drop()
      }
    })
  })
})

describeWithService(sqliteShell, 'the tables on SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'session-schema-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  let files = 0
  describeTables({
    scripts: ['sqlite'],
    eventTable: true,
    fresh: async () => {
      files += 1
      return { url: join(folder, `${files}.db`), drop: async () => {} }
    },
    connect: (filename) =>
      makeKnex({ client: 'better-sqlite3', connection: { filename }, useNullAsDefault: true }),
    describe: `SELECT m.name, c.* FROM sqlite_master m, pragma_table_info(m.name) c
        WHERE m.type = 'table' AND m.name <> 'sqlite_sequence' ORDER BY 1, 2;
      SELECT m.name, l.name, l."unique", i.name FROM sqlite_master m, pragma_index_list(m.name) l, pragma_index_info(l.name) i
        WHERE m.type = 'table' ORDER BY 1, 2, i.seqno;
      SELECT m.name, f.*, m.sql LIKE '%_ATTRIBUTES_FK%' FROM sqlite_master m, pragma_foreign_key_list(m.name) f
        WHERE m.type = 'table' ORDER BY 1;
      SELECT DISTINCT 'SPRING_SESSION_ATTRIBUTES_FK' FROM sqlite_master WHERE sql LIKE '%SPRING_SESSION_ATTRIBUTES_FK%';`,
  })
})
