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
  // Its tables are made as PostgreSQL's, its statements are others.
  const { dialect } = knex.client as { dialect?: string }
  return dialect === 'cockroachdb' ? cockroachdb : DIALECTS[schemaDialectOf(knex)]
}
