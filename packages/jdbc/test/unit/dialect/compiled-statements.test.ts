import makeKnex from 'knex'
import { describe, expect, test } from 'vitest'
import { boundInFull, type Parameters, parseStatement } from '../../../src/database/statement.ts'
import type { AttributeColumn } from '../../../src/dialect/dialect.ts'
import { dialectOf } from '../../../src/dialect/dialect-of.ts'
import { tableNames } from '../../../src/table-names.ts'

const lists: Parameters = { ids: ['a', 'b'] }

describe.each([
  { name: 'sqlserver', client: 'mssql' },
  { name: 'oracle', client: 'oracledb' },
  { name: 'mysql', client: 'mysql2' },
])('the statements for $name', ({ name, client }) => {
  const knex = makeKnex({ client })
  const compiled = (attributeColumn: AttributeColumn): string => {
    const texts = dialectOf(knex).statementsFor({
      tables: tableNames('SPRING_SESSION'),
      attributeColumn,
    })
    return Object.entries(texts)
      .map(([statement, text]) => {
        const { sql, bindings } = boundInFull(parseStatement(text), lists)
        const native = knex
          .raw(sql, bindings as string[])
          .toSQL()
          .toNative()
        return `-- ${statement}\n${native.sql.trimEnd()};\n`
      })
      .join('\n')
  }

  test('are these, as knex compiles them', async () => {
    await expect(compiled('bytes')).toMatchFileSnapshot(`compiled/${name}.sql`)
  })

  test('name every table of the option tableName', () => {
    const texts = dialectOf(knex).statementsFor({
      tables: tableNames('app.visits'),
      attributeColumn: 'bytes',
    })
    for (const text of Object.values(texts)) {
      expect(text).not.toMatch(/SPRING_SESSION/)
      expect(text).toMatch(/\bapp\.visits/)
    }
  })

  test('compare the same for a column of JSON, and differ in its values alone', () => {
    const differing = compiled('json')
      .split('\n')
      .filter((line, place) => line !== compiled('bytes').split('\n')[place])
    for (const line of differing) expect(line).toMatch(/ATTRIBUTE_BYTES|AS VALUE/)
  })
})
