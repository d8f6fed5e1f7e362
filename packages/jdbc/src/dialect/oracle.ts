import type { Failure } from '../database/failure.ts'
import { PooledDatabase } from '../database/pooled-database.ts'
import { runOnOracle } from '../database/run-on-oracle.ts'
import {
  type StepwiseStatement,
  type StepwiseSyntax,
  stepwiseStatements,
} from '../statements/stepwise-statements.ts'
import { StepwiseSteps } from '../steps/stepwise-steps.ts'
import type { Dialect, Layout } from './dialect.ts'

// Seconds are the same in every time zone; the minutes before them are counted in UTC.
const clock = `ROUND((TRUNC(SYS_EXTRACT_UTC(SYSTIMESTAMP), 'MI') - DATE '1970-01-01') * 1440) * 60000
  + TRUNC(EXTRACT(SECOND FROM SYSTIMESTAMP) * 1000)`

const syntax: StepwiseSyntax = {
  // A parameter that is null has no type by itself, or the wrong one.
  now: `COALESCE(CAST(:now AS NUMBER), ${clock})`,
  integer: (value) => `CAST(${value} AS NUMBER)`,
  least: (a, b) => `LEAST(${a}, ${b})`,
  greatest: (a, b) => `GREATEST(${a}, ${b})`,
  // An id that is shorter than its column has blanks behind it there; names have what was given.
  same: (column, parameter) =>
    column.endsWith('SESSION_ID')
      ? `${column} = CAST(${parameter} AS CHAR(36))`
      : `${column} = ${parameter}`,
  forUpdate: ' FOR UPDATE OF s.PRIMARY_ID',
  returning: () => '',
  onConflictReplace: () => '',
  onConflictNothing: '',
  limited: (select) => select,
}

const statementsFor = (layout: Layout): Readonly<Record<StepwiseStatement, string>> => {
  const { sessions, attributes, indexes } = layout.tables
  const common = stepwiseStatements(layout, syntax)
  const merge = (table: string, name: string, column: string): string => `MERGE INTO ${table} t
USING (SELECT PRIMARY_ID FROM ${sessions} WHERE ${syntax.same('SESSION_ID', ':id')}) n
ON (t.SESSION_PRIMARY_ID = n.PRIMARY_ID AND t.${name} = :name)
WHEN MATCHED THEN UPDATE SET t.${column} = :value
WHEN NOT MATCHED THEN INSERT (SESSION_PRIMARY_ID, ${name}, ${column}) VALUES (n.PRIMARY_ID, :name, :value)`
  return {
    ...common,
    insertSession: common.insertSession.replace(':expiry', 'CAST(:expiry AS NUMBER)'),
    writeAttribute: merge(attributes, 'ATTRIBUTE_NAME', 'ATTRIBUTE_BYTES'),
    writeIndex: merge(indexes, 'INDEX_NAME', 'INDEX_VALUE'),
    // Rows that are limited cannot be locked, so they are found first.
    claimExpired: `SELECT PRIMARY_ID AS pk FROM ${sessions} WHERE PRIMARY_ID IN (
  SELECT PRIMARY_ID FROM (
    SELECT PRIMARY_ID FROM ${sessions} WHERE EXPIRY_TIME <= ${syntax.now} ORDER BY EXPIRY_TIME
  ) WHERE ROWNUM <= :limit
) AND EXPIRY_TIME <= ${syntax.now} FOR UPDATE SKIP LOCKED`,
  }
}

const FAILURES: Readonly<Record<number, Failure>> = {
  54: 'contended',
  60: 'contended',
  8177: 'contended',
  1: 'duplicate',
  1456: 'read-only',
  16000: 'read-only',
  1653: 'full',
  1654: 'full',
  1688: 'full',
  1691: 'full',
  30036: 'full',
  942: 'missing-table',
  12899: 'too-long',
  18: 'refused',
  20: 'refused',
  1033: 'refused',
  1034: 'refused',
  1089: 'refused',
  12514: 'refused',
  12516: 'refused',
  12520: 'refused',
}

/**
 * Oracle Database 12.2 or later. Not run against a server: the text of its statements is what the
 * tests hold. It takes '' for null, so there are no attributes of that name.
 */
export const oracle: Dialect<StepwiseStatement> = {
  name: 'oracle',
  statementsFor,
  steps: (knex, statements, deadline) =>
    new StepwiseSteps(
      // A block that gives something back is not committed by knex.
      new PooledDatabase(knex, runOnOracle, { deadline, commitsByItself: false }),
      statements,
      failureOf,
    ),
  failureOf,
}

function failureOf(error: unknown): Failure | undefined {
  return FAILURES[Number((error as { errorNum?: unknown } | null)?.errorNum)]
}
