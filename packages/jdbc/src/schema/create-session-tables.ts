import type { Knex } from 'knex'
import { carryOut } from './carry-out.ts'
import { Catalogue } from './catalogue/catalogue.ts'
import { createEventTable, dropEventTable } from './event-table.ts'
import { schemaDialectOf, scriptDialectOf } from './schema-dialect.ts'
import { createStatements, dropStatements } from './schema-statements.ts'
import { type SessionTablesOptions, sessionTables } from './session-tables.ts'

/**
 * Makes what is missing of the tables and their indexes, and leaves alone what is there. Several
 * processes may do so at once.
 *
 * @throws what knex throws, when the user may not create tables for example
 */
export const createSessionTables = async (
  knex: Knex,
  options: SessionTablesOptions = {},
): Promise<void> => {
  const dialect = schemaDialectOf(knex)
  const tables = sessionTables(options)
  const script = await scriptDialectOf(knex)
  await carryOut(knex, async () => {
    const catalogue = await Catalogue.read(knex, dialect, tables)
    // MySQL wants the character set of both ends to be one: Java's tables have the server's.
    const primaryIdType =
      dialect === 'mysql' ? catalogue.table(tables.session)?.columns.get('PRIMARY_ID') : undefined
    return createStatements(script, tables, { ...options, primaryIdType }).filter(
      (one) => !catalogue.has(one),
    )
  })
  if (options.eventTable === true) await createEventTable(knex, options)
}

/** Removes the tables and all sessions in them. A table that is not there is no error. */
export const dropSessionTables = async (
  knex: Knex,
  options: Pick<SessionTablesOptions, 'tableName'> = {},
): Promise<void> => {
  const dialect = schemaDialectOf(knex)
  const tables = sessionTables(options)
  await carryOut(knex, async () => {
    const catalogue = await Catalogue.read(knex, dialect, tables)
    return dropStatements(tables).filter((one) => catalogue.has(one))
  })
  await dropEventTable(knex, options)
}
