import { codeOf, type Failure } from '../database/failure.ts'
import { SqliteDatabase } from '../database/sqlite-database.ts'
import {
  type StepwiseStatement,
  type StepwiseSyntax,
  stepwiseStatements,
} from '../statements/stepwise-statements.ts'
import { SqliteSteps } from '../steps/sqlite-steps.ts'
import type { Dialect } from './dialect.ts'

const syntax: StepwiseSyntax = {
  now: ':now',
  integer: (value) => `CAST(${value} AS INTEGER)`,
  least: (a, b) => `MIN(${a}, ${b})`,
  greatest: (a, b) => `MAX(${a}, ${b})`,
  same: (column, parameter) => `${column} = ${parameter}`,
  // Every transaction begins with the lock on the whole database.
  forUpdate: '',
  returning: (column) => `RETURNING ${column} AS pk`,
  onConflictReplace: (key, value) =>
    `ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${value} = excluded.${value}`,
  onConflictNothing: 'ON CONFLICT DO NOTHING',
  limited: (select) => `${select} LIMIT :limit`,
}

/** SQLite 3.35 or later, in a file that several processes may share. */
export const sqlite: Dialect<StepwiseStatement> = {
  name: 'sqlite',
  channel: 'outbox',
  statementsFor: (layout) => stepwiseStatements(layout, syntax),
  steps: (knex, statements) => new SqliteSteps(new SqliteDatabase(knex), statements, failureOf),
  failureOf,
}

function failureOf(error: unknown): Failure | undefined {
  const code = codeOf(error)
  if (/^SQLITE_(?:BUSY|LOCKED)/.test(code)) return 'contended'
  if (/^SQLITE_CONSTRAINT(?:_UNIQUE|_PRIMARYKEY)?$/.test(code)) return 'duplicate'
  if (code.startsWith('SQLITE_READONLY')) return 'read-only'
  if (code.startsWith('SQLITE_FULL')) return 'full'
  const isMissing = error instanceof Error && /no such table/.test(error.message)
  return code === 'SQLITE_ERROR' && isMissing ? 'missing-table' : undefined
}
