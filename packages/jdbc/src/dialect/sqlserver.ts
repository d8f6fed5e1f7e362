import type { Failure } from '../database/failure.ts'
import { PooledDatabase } from '../database/pooled-database.ts'
import { runOnSqlserver } from '../database/run-on-sqlserver.ts'
import {
  type StepwiseStatement,
  type StepwiseSyntax,
  stepwiseStatements,
} from '../statements/stepwise-statements.ts'
import { StepwiseSteps } from '../steps/stepwise-steps.ts'
import type { Dialect, Layout } from './dialect.ts'

const bytesOf = (text: string): string => `CAST(CAST(${text} AS NVARCHAR(200)) AS VARBINARY(400))`

const syntax: StepwiseSyntax = {
  now: "COALESCE(CAST(:now AS BIGINT), DATEDIFF_BIG(MILLISECOND, '1970-01-01', SYSUTCDATETIME()))",
  integer: (value) => `CAST(${value} AS BIGINT)`,
  // LEAST and GREATEST came with SQL Server 2022.
  least: (a, b) => `IIF(${a} < ${b}, ${a}, ${b})`,
  greatest: (a, b) => `IIF(${a} > ${b}, ${a}, ${b})`,
  same: (column, parameter) => {
    // Drivers send text as NVARCHAR, and the index of a CHAR does not serve that.
    if (column.endsWith('SESSION_ID')) return `${column} = CAST(${parameter} AS CHAR(36))`
    // Blanks at the end never count in a comparison of texts, case and accents not always.
    return `${column} = ${parameter} AND ${bytesOf(column)} = ${bytesOf(parameter)}`
  },
  forUpdate: '',
  returning: () => '',
  onConflictReplace: () => '',
  onConflictNothing: '',
  limited: (select) => select,
}

const statementsFor = (layout: Layout): Readonly<Record<StepwiseStatement, string>> => {
  const { sessions, attributes, indexes } = layout.tables
  const common = stepwiseStatements(layout, syntax)
  // A name that only the collation takes for the same must not get the other's value: NULL is refused.
  const merge = (
    table: string,
    name: string,
    column: string,
    value: string,
  ): string => `MERGE INTO ${table} WITH (HOLDLOCK) AS t
USING (SELECT PRIMARY_ID, ${value} AS VALUE FROM ${sessions} WHERE ${syntax.same('SESSION_ID', ':id')}) AS n
ON t.SESSION_PRIMARY_ID = n.PRIMARY_ID AND t.${name} = :name
WHEN MATCHED THEN UPDATE SET ${column} = IIF(${bytesOf(`t.${name}`)} = ${bytesOf(':name')}, n.VALUE, NULL)
WHEN NOT MATCHED THEN INSERT (SESSION_PRIMARY_ID, ${name}, ${column}) VALUES (n.PRIMARY_ID, :name, n.VALUE)`
  const value = layout.attributeColumn === 'json' ? ':value' : 'CAST(:value AS VARBINARY(MAX))'
  return {
    ...common,
    writeAttribute: merge(attributes, 'ATTRIBUTE_NAME', 'ATTRIBUTE_BYTES', value),
    writeIndex: merge(indexes, 'INDEX_NAME', 'INDEX_VALUE', ':value'),
    claimSession: common.claimSession.replace(
      `FROM ${sessions} s`,
      `FROM ${sessions} s WITH (UPDLOCK, ROWLOCK)`,
    ),
    claimExpired: `SELECT TOP (CAST(:limit AS INT)) PRIMARY_ID AS pk
FROM ${sessions} WITH (UPDLOCK, READPAST, ROWLOCK)
WHERE EXPIRY_TIME <= ${syntax.now} ORDER BY EXPIRY_TIME`,
  }
}

const FAILURES: Readonly<Record<number, Failure>> = {
  1205: 'contended',
  1222: 'contended',
  3960: 'contended',
  2601: 'duplicate',
  2627: 'duplicate',
  3906: 'read-only',
  1101: 'full',
  1105: 'full',
  9002: 'full',
  208: 'missing-table',
  2628: 'too-long',
  8152: 'too-long',
  40197: 'refused',
  40501: 'refused',
  40613: 'refused',
}

/**
 * SQL Server 2016 or later. Not run against a server: the text of its statements is what the tests
 * hold. Set READ_COMMITTED_SNAPSHOT for the database, so that reads wait for no writer.
 */
export const sqlserver: Dialect<StepwiseStatement> = {
  name: 'sqlserver',
  statementsFor,
  steps: (knex, statements, deadline) =>
    new StepwiseSteps(
      new PooledDatabase(knex, runOnSqlserver, { deadline }),
      statements,
      failureOf,
    ),
  failureOf,
}

function failureOf(error: unknown): Failure | undefined {
  return FAILURES[Number((error as { number?: unknown } | null)?.number)]
}
