import { ContentionError, codeOf, type Failure } from '../database/failure.ts'
import { PreparedStatements } from '../database/prepared-statements.ts'
import {
  type PostgresqlStatement,
  postgresqlStatements,
} from '../statements/postgresql-statements.ts'
import { SingleStatementSteps } from '../steps/single-statement-steps.ts'
import type { Dialect } from './dialect.ts'

const FAILURES: Readonly<Record<string, Failure>> = {
  '22001': 'too-long',
  '23505': 'duplicate',
  '25006': 'read-only',
  '40001': 'contended',
  '40P01': 'contended',
  // The user has no right to write, or none at all.
  '42501': 'read-only',
  '42P01': 'missing-table',
  '53100': 'full',
  '53200': 'full',
  '53300': 'refused',
  '57P03': 'refused',
}

/** PostgreSQL 12 or later. */
export const postgresql: Dialect<PostgresqlStatement> = {
  name: 'postgresql',
  statementsFor: postgresqlStatements,
  steps: (knex, statements, deadline) =>
    new SingleStatementSteps(new PreparedStatements(knex, deadline), statements, (error) =>
      ['read-only', 'full'].includes(failureOf(error) ?? ''),
    ),
  failureOf,
}

export function failureOf(error: unknown): Failure | undefined {
  return error instanceof ContentionError ? 'contended' : FAILURES[codeOf(error)]
}
