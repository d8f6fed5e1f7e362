import { InvalidOptionError } from '@session/core'
import type { Knex } from 'knex'
import { carryOut } from './carry-out.ts'
import { columnTypes } from './column-types.ts'
import { runRaw } from './run-raw.ts'
import { type ScriptDialect, scriptDialectOf } from './schema-dialect.ts'
import { type SessionTablesOptions, sessionTables } from './session-tables.ts'

/** A number is given once, also after rows were removed. */
const numbers: Readonly<Partial<Record<ScriptDialect, readonly [key: string, suffix: string]>>> = {
  sqlite: ['PRIMARY KEY AUTOINCREMENT', ''],
  mysql: ['NOT NULL AUTO_INCREMENT PRIMARY KEY', ' ENGINE=InnoDB'],
  mariadb: ['NOT NULL AUTO_INCREMENT PRIMARY KEY', ' ENGINE=InnoDB'],
}

const nameOf = (options: Pick<SessionTablesOptions, 'tableName'>): string => {
  const { schema, events } = sessionTables(options)
  return schema === undefined ? events : `${schema}.${events}`
}

/** @throws InvalidOptionError for a database whose nodes tell each other in another way, or not */
export const checkEventDialect = (dialect: ScriptDialect): void => {
  if (numbers[dialect] === undefined)
    throw new InvalidOptionError('eventTable', true, 'Use it with SQLite, MySQL and MariaDB.')
}

/**
 * Makes the table in which nodes tell each other what they do, if it is not there.
 * @throws InvalidOptionError for a database whose nodes do so in another way, or not
 */
export const createEventTable = async (
  knex: Knex,
  options: Pick<SessionTablesOptions, 'tableName'>,
): Promise<void> => {
  const dialect = await scriptDialectOf(knex)
  checkEventDialect(dialect)
  const [key, suffix = ''] = numbers[dialect] ?? []
  const name = nameOf(options)
  const { id, number, time, node, word } = columnTypes[dialect]
  const columns = [
    `EVENT_NUMBER ${number} ${key}`,
    `TOLD_AT ${time} NOT NULL`,
    `NODE ${node} NOT NULL`,
    `EVENT_TYPE ${word} NOT NULL`,
    `CLAIM ${word} NOT NULL`,
    `SESSION_ID ${id} NOT NULL`,
    `PREVIOUS_ID ${id}`,
  ]
  const sql = `CREATE TABLE IF NOT EXISTS ${name} (\n  ${columns.join(',\n  ')}\n)${suffix}`
  await carryOut(knex, async () =>
    (await isThere(knex, name)) ? [] : [{ kind: 'table', name, sql }],
  )
}

const isThere = (knex: Knex, name: string): Promise<boolean> =>
  runRaw(knex, `SELECT EVENT_NUMBER FROM ${name} WHERE 1 = 0`).then(
    () => true,
    () => false,
  )

/** Removes it where there may be one. */
export const dropEventTable = async (
  knex: Knex,
  options: Pick<SessionTablesOptions, 'tableName'>,
): Promise<void> => {
  if (numbers[await scriptDialectOf(knex)] === undefined) return
  await runRaw(knex, `DROP TABLE IF EXISTS ${nameOf(options)}`)
}
