import type { Knex } from 'knex'
import { schemaDialectOf } from '../schema/schema-dialect.ts'
import { cockroachdb } from './cockroachdb.ts'
import type { Dialect, DialectName } from './dialect.ts'
import { mysql } from './mysql.ts'
import { oracle } from './oracle.ts'
import { postgresql } from './postgresql.ts'
import { sqlite } from './sqlite.ts'
import { sqlserver } from './sqlserver.ts'

const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
  mysql,
  oracle,
  postgresql,
  sqlite,
  sqlserver,
}

/** @throws InvalidOptionError for a database that this package does not know */
export function dialectOf(knex: Knex): Dialect {
  // To knex its dialect is PostgreSQL's. Its tables are made so, but its statements are others.
  const { driverName } = knex.client as { driverName?: string }
  return driverName === 'cockroachdb' ? cockroachdb : DIALECTS[schemaDialectOf(knex)]
}
