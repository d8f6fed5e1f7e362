import type { Knex } from 'knex'
import { dialectOf } from '../dialect/dialect-of.ts'
import { carryOut } from '../schema/carry-out.ts'
import { columnTypes } from '../schema/column-types.ts'
import { schemaDialectOf } from '../schema/schema-dialect.ts'
import type { SessionTablesOptions } from '../schema/session-tables.ts'
import { tableNames } from '../table-names.ts'

/**
 * Makes the table of indexes other than the principal, where it is not there yet. Spring has no such
 * table: it is needed only with an `indexResolver` that gives more, and Java services do not mind it.
 *
 * @throws what knex throws, when the user may not create tables for example
 */
export const createIndexTable = async (
  knex: Knex,
  { tableName = 'SPRING_SESSION' }: Pick<SessionTablesOptions, 'tableName'> = {},
): Promise<void> => {
  const { sessions, indexes } = tableNames(tableName)
  const { failureOf } = dialectOf(knex)
  const { id, attributeName: text } = columnTypes[schemaDialectOf(knex)]
  const [name = indexes] = indexes.split('.').toReversed()
  const sql = `CREATE TABLE ${indexes} (
  SESSION_PRIMARY_ID ${id} NOT NULL,
  INDEX_NAME ${text} NOT NULL,
  INDEX_VALUE ${text} NOT NULL,
  CONSTRAINT ${name}_PK PRIMARY KEY (SESSION_PRIMARY_ID, INDEX_NAME),
  CONSTRAINT ${name}_UK UNIQUE (INDEX_NAME, INDEX_VALUE, SESSION_PRIMARY_ID),
  CONSTRAINT ${name}_FK FOREIGN KEY (SESSION_PRIMARY_ID) REFERENCES ${sessions} (PRIMARY_ID) ON DELETE CASCADE
)`
  const isThere = async (): Promise<boolean> => {
    try {
      await knex.raw(`SELECT 1 FROM ${indexes} WHERE 1 = 0`)
      return true
    } catch (error) {
      if (failureOf(error) === 'missing-table') return false
      throw error
    }
  }
  await carryOut(knex, async () => ((await isThere()) ? [] : [{ kind: 'table', name, sql }]))
}
