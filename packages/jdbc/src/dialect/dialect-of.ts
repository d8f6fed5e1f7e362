import type { Knex } from 'knex'
import { schemaDialectOf } from '../schema/schema-dialect.ts'
import { cockroachdb } from './cockroachdb.ts'
import type { Dialect, DialectName } from './dialect.ts'
import { mysql } from './mysql.ts'
import { postgresql } from './postgresql.ts'
import { sqlite } from './sqlite.ts'

const DIALECTS: Readonly<Partial<Record<DialectName, Dialect>>> = { mysql, postgresql, sqlite }

/** @throws InvalidOptionError for a database that this package does not know */
export function dialectOf(knex: Knex): Dialect {
  // Its tables are made as PostgreSQL's, its statements are others.
  const { dialect } = knex.client as { dialect?: string }
  return dialect === 'cockroachdb' ? cockroachdb : (DIALECTS[schemaDialectOf(knex)] as Dialect)
}
