import { readFileSync } from 'node:fs'
import makeKnex from 'knex'
import { describe, expect, test } from 'vitest'
import { type ScriptDialect, schemaDialectOf } from '../../../src/schema/schema-dialect.ts'
import { schemaScript } from '../../../src/schema/schema-script.ts'
import { createStatements, dropStatements } from '../../../src/schema/schema-statements.ts'
import { type SessionTables, sessionTables } from '../../../src/schema/session-tables.ts'

const scripts: readonly { readonly script: ScriptDialect; readonly client: string }[] = [
  { script: 'postgresql', client: 'pg' },
  { script: 'postgresql', client: 'cockroachdb' },
  { script: 'mysql', client: 'mysql2' },
  { script: 'mariadb', client: 'mysql' },
  { script: 'sqlite', client: 'better-sqlite3' },
  { script: 'sqlserver', client: 'mssql' },
  { script: 'oracle', client: 'oracledb' },
]

/** Statements without comments, and with one blank wherever there is white space. */
const statementsOf = (sql: string): readonly string[] =>
  sql
    .replaceAll(/--.*$/gm, '')
    .split(';')
    .map((statement) => statement.replaceAll(/\s+/g, ' ').trim())
    .filter(Boolean)

const read = (script: ScriptDialect, purpose?: 'drop'): string =>
  readFileSync(schemaScript(script, purpose), 'utf8')

describe.each(scripts)('the $script scripts', ({ script, client }) => {
  const knex = makeKnex({ client, useNullAsDefault: true })
  const compiled = (objects: readonly { readonly sql: string }[]): readonly string[] =>
    objects.flatMap(({ sql }) => statementsOf(knex.raw(sql).toSQL().sql))

  test(`make what createSessionTables() makes by knex's client ${client}`, () => {
    expect(compiled(createStatements(script, sessionTables()))).toEqual(statementsOf(read(script)))
  })

  /** What may not be there is dropped where a script can say "if it exists". */
  const dropped = (tables: SessionTables): readonly string[] => {
    const statements = compiled(dropStatements(tables))
    if (script === 'oracle') return statements.slice(1)
    const events = ['mysql', 'mariadb', 'sqlite'].includes(script)
      ? [`DROP TABLE ${tables.events}`]
      : []
    return [...events, ...statements].map((sql) => sql.replace('TABLE', 'TABLE IF EXISTS'))
  }

  test(`drop what dropSessionTables() drops by knex's client ${client}`, () => {
    expect(statementsOf(read(script, 'drop'))).toEqual(dropped(sessionTables()))
  })

  test('become those of another table when its name is replaced everywhere', () => {
    const tables = sessionTables({ tableName: 'visits' })
    expect(compiled(createStatements(script, tables))).toEqual(
      statementsOf(read(script).replaceAll('SPRING_SESSION', 'visits')),
    )
    expect(statementsOf(read(script, 'drop').replaceAll('SPRING_SESSION', 'visits'))).toEqual(
      dropped(tables),
    )
  })

  test('name the type of the JSON column that createSessionTables() uses', () => {
    const type = / can be (\S+) \(/.exec(read(script))?.[1]
    const [table = ''] = compiled(
      createStatements(script, sessionTables(), { attributeColumn: 'json' }),
    ).slice(-1)
    expect(table).toContain(`ATTRIBUTE_BYTES ${type} NOT NULL`)
  })
})

describe('a table in a schema', () => {
  const tables = sessionTables({ tableName: 'app.visits' })
  const lines = (dialect: Parameters<typeof createStatements>[0]): string =>
    [...createStatements(dialect, tables), ...dropStatements(tables)]
      .map(({ sql }) => sql)
      .join('\n')

  test.each(['postgresql', 'mysql', 'sqlserver'] as const)(
    'is in it on %s, and its indexes with it',
    (dialect) => {
      expect(lines(dialect).match(/(TABLE|ON|REFERENCES) app\.visits/g)).toHaveLength(9)
      expect(lines(dialect)).toContain('INDEX visits_IX1 ON app.visits (SESSION_ID)')
    },
  )

  test('is in it on oracle, where indexes have a schema of their own', () => {
    expect(lines('oracle')).toContain('INDEX app.visits_IX1 ON app.visits (SESSION_ID)')
  })

  test('is in it on sqlite, which takes the schema of the index for both', () => {
    expect(lines('sqlite')).toContain('INDEX app.visits_IX1 ON visits (SESSION_ID)')
    expect(lines('sqlite')).toContain('REFERENCES visits (PRIMARY_ID)')
  })
})

test('a database that is not known is refused by name', () => {
  expect(() => schemaDialectOf(makeKnex({ client: 'redshift' }))).toThrow(/redshift/)
})

test('a script that does not exist is refused with those that do', () => {
  expect(() => schemaScript('db2' as 'mysql')).toThrow(/'db2' is not valid\. .*'postgresql'/)
})
