import type { Failure } from '../database/failure.ts'
import { PooledDatabase } from '../database/pooled-database.ts'
import { runForEachOnMysql, runOnMysql } from '../database/run-on-mysql.ts'
import {
  type StepwiseStatement,
  type StepwiseSyntax,
  stepwiseStatements,
} from '../statements/stepwise-statements.ts'
import { StepwiseSteps } from '../steps/stepwise-steps.ts'
import type { Dialect, Layout } from './dialect.ts'

/** The bytes of a text, of which a collation knows nothing. */
const bytesOf = (text: string): string => `CAST(CONVERT(${text} USING utf8mb4) AS BINARY)`

const syntax: StepwiseSyntax = {
  // No time zone, and none of its repeated hours, has a part in this.
  now: "COALESCE(:now, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000)",
  integer: (value) => `CAST(${value} AS SIGNED)`,
  least: (a, b) => `LEAST(${a}, ${b})`,
  greatest: (a, b) => `GREATEST(${a}, ${b})`,
  // The collation of the column finds by the index; it may take capitals, accents and blanks for equal.
  same: (column, parameter) =>
    `${column} = ${parameter} AND ${bytesOf(column)} = ${bytesOf(parameter)}`,
  forUpdate: ' FOR UPDATE',
  returning: () => '',
  // A name that only the collation takes for the same must not get the other's value: NULL is refused.
  onConflictReplace: ([, name = ''], value) =>
    `ON DUPLICATE KEY UPDATE ${value} =
  IF(${bytesOf(name)} = ${bytesOf(`VALUES(${name})`)}, VALUES(${value}), NULL)`,
  onConflictNothing: '',
  // A reader waits for no writer. Only MySQL reads what stands behind a version; in MariaDB a statement
  // says how long it waits, see `touch`.
  keyUnlessHeld: (sessions) =>
    `/*!80001 (SELECT pk FROM (SELECT PRIMARY_ID AS pk FROM ${sessions} WHERE PRIMARY_ID = */ :pk
  /*!80001 LIMIT 1 FOR UPDATE SKIP LOCKED) free) */`,
  // A driver would parse what is JSON to the server.
  jsonText: (column) => `CAST(${column} AS CHAR)`,
  limited: (select) => `${select} LIMIT :limit`,
}

const statementsFor = (layout: Layout): Readonly<Record<StepwiseStatement, string>> => {
  const { sessions } = layout.tables
  const statements = stepwiseStatements(layout, syntax)
  return {
    ...statements,
    // To MySQL the prefix is a comment.
    touch: `/*M! SET STATEMENT innodb_lock_wait_timeout = 0 FOR */ ${statements.touch}`,
    // Found without a lock and locked by key, so that no gap of the index is locked for new sessions.
    claimExpired: `SELECT s.PRIMARY_ID AS pk FROM (
  SELECT PRIMARY_ID FROM ${sessions} WHERE EXPIRY_TIME <= ${syntax.now} ORDER BY EXPIRY_TIME LIMIT :limit
) e STRAIGHT_JOIN ${sessions} s FORCE INDEX (PRIMARY) ON s.PRIMARY_ID = e.PRIMARY_ID
WHERE s.EXPIRY_TIME <= ${syntax.now} FOR UPDATE SKIP LOCKED`,
    // By their keys, too: of a list in a small table it would go through all rows, and lock them.
    deleteSessions: `DELETE s FROM
  JSON_TABLE(:idsAsJson, '$[*]' COLUMNS (pk CHAR(36) CHARACTER SET ascii PATH '$')) e
STRAIGHT_JOIN ${sessions} s FORCE INDEX (PRIMARY) ON s.PRIMARY_ID = e.pk`,
  }
}

const FAILURES: Readonly<Record<number, Failure>> = {
  1020: 'contended',
  1205: 'contended',
  1213: 'contended',
  1062: 'duplicate',
  // The user has no right to write, or none at all.
  1142: 'read-only',
  1143: 'read-only',
  1290: 'read-only',
  1792: 'read-only',
  1836: 'read-only',
  1021: 'full',
  1026: 'full',
  1114: 'full',
  1146: 'missing-table',
  // What the statements themselves cause for a name that looks like another's, and unknown characters.
  1048: 'too-long',
  1366: 'too-long',
  1153: 'too-long',
  1406: 'too-long',
  1040: 'refused',
  1047: 'refused',
  1053: 'refused',
  1203: 'refused',
  1226: 'refused',
}

/** MySQL 8 and MariaDB 10.6 or later: they skip locked rows. */
export const mysql: Dialect<StepwiseStatement> = {
  name: 'mysql',
  channel: 'outbox',
  statementsFor,
  steps: (knex, statements, deadline) =>
    new StepwiseSteps(
      new PooledDatabase(knex, runOnMysql, { deadline, runForEach: runForEachOnMysql }),
      statements,
      failureOf,
    ),
  failureOf,
}

function failureOf(error: unknown): Failure | undefined {
  return FAILURES[Number((error as { errno?: unknown } | null)?.errno)]
}
