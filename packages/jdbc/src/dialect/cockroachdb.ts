import { PooledDatabase } from '../database/pooled-database.ts'
import { runOnPostgresql } from '../database/run-on-postgresql.ts'
import {
  type StepwiseStatement,
  type StepwiseSyntax,
  stepwiseStatements,
} from '../statements/stepwise-statements.ts'
import { StepwiseSteps } from '../steps/stepwise-steps.ts'
import type { Dialect, Layout } from './dialect.ts'
import { failureOf } from './postgresql.ts'

const syntax: StepwiseSyntax = {
  now: 'COALESCE(:now::bigint, (extract(epoch FROM clock_timestamp()) * 1000)::bigint)',
  integer: (value) => `${value}::bigint`,
  least: (a, b) => `LEAST(${a}, ${b})`,
  greatest: (a, b) => `GREATEST(${a}, ${b})`,
  same: (column, parameter) => `${column} = ${parameter}`,
  forUpdate: '',
  returning: () => '',
  onConflictReplace: (key, value) =>
    `ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${value} = excluded.${value}`,
  onConflictNothing: 'ON CONFLICT DO NOTHING',
  jsonText: (column) => `${column}::text`,
  limited: (select) => `${select} LIMIT :limit`,
}

/**
 * CockroachDB speaks PostgreSQL's SQL, but neither writes to one table in two parts of a statement nor
 * tells the version of a row. These statements are tested on PostgreSQL, not on a server of its own.
 */
export const cockroachdb: Dialect<StepwiseStatement> = {
  name: 'postgresql',
  statementsFor,
  steps: (knex, statements, deadline) =>
    new StepwiseSteps(
      new PooledDatabase(knex, runOnPostgresql, { deadline }),
      statements,
      failureOf,
    ),
  failureOf,
}

function statementsFor(layout: Layout): Readonly<Record<StepwiseStatement, string>> {
  const statements = stepwiseStatements(layout, syntax)
  return {
    ...statements,
    claimSession: `${statements.claimSession} FOR UPDATE OF s`,
    claimExpired: `${statements.claimExpired} FOR UPDATE SKIP LOCKED`,
  }
}
