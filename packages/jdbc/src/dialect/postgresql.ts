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
  '57P03': 'refused',
}

const NOT_UTF8 = '22021'

/**
 * What the server says of a statement that it refused: all of it is undone. Of connections that break
 * (08), servers that stop (57P) and faults inside (XX) nobody knows.
 */
const REFUSED = /^(?:0A|2\w|3\w|42|44|53|54|55|57014)/

/** PostgreSQL 12 or later. */
export const postgresql: Dialect<PostgresqlStatement> = {
  name: 'postgresql',
  channel: 'listen-notify',
  statementsFor: postgresqlStatements,
  steps: (knex, statements, deadline, form) =>
    new SingleStatementSteps(new PreparedStatements(knex, deadline), statements, {
      prefersText: form === 'text',
      refusesText: (error) => codeOf(error) === NOT_UTF8,
      refusesTouch: (error) => ['read-only', 'full'].includes(failureOf(error) ?? ''),
    }),
  failureOf,
}

export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof ContentionError) return 'contended'
  const code = codeOf(error)
  return FAILURES[code] ?? (REFUSED.test(code) ? 'refused' : undefined)
}
