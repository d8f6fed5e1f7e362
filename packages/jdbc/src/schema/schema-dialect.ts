import { InvalidOptionError } from '@session/core'
import type { Knex } from 'knex'

/** The databases that differ in how their tables are made. CockroachDB takes PostgreSQL's. */
export type SchemaDialect = 'postgresql' | 'mysql' | 'sqlite' | 'sqlserver' | 'oracle'

// What knex calls them; MariaDB is spoken to as MySQL.
const dialects: Readonly<Record<string, SchemaDialect>> = {
  postgresql: 'postgresql',
  cockroachdb: 'postgresql',
  mysql: 'mysql',
  sqlite3: 'sqlite',
  mssql: 'sqlserver',
  oracle: 'oracle',
}

/** MySQL and MariaDB are asked alike, but have collations of their own. */
export type ScriptDialect = SchemaDialect | 'mariadb'

/** @throws InvalidOptionError for a database that this package does not know */
export const schemaDialectOf = (knex: Knex): SchemaDialect => {
  const { dialect } = knex.client as { dialect: string }
  const known = dialects[dialect]
  if (known !== undefined) return known
  throw new InvalidOptionError(
    'knex',
    `a client for ${dialect}`,
    'Use one for PostgreSQL, CockroachDB, MySQL, MariaDB, SQLite, SQL Server or Oracle.',
  )
}

/** Which script's tables fit: a server that is spoken to as MySQL is asked what it is. */
export const scriptDialectOf = async (knex: Knex): Promise<ScriptDialect> => {
  const dialect = schemaDialectOf(knex)
  if (dialect !== 'mysql') return dialect
  const answer: unknown = await knex.raw('SELECT VERSION() AS version')
  return JSON.stringify(answer).includes('MariaDB') ? 'mariadb' : 'mysql'
}
