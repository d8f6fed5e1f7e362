import type { Layout } from '../dialect/dialect.ts'
import { type EventStatement, eventStatements } from '../events/event-statements.ts'
import { isAlive, NEVER, type Syntax, saveColumns, touchColumns } from './lifetime.ts'

/** What the statements of a step that takes several have to be told. */
export interface StepwiseSyntax extends Syntax {
  /** Byte for byte, whatever the collation of the column. */
  same(column: string, parameter: string): string
  /** After a SELECT of rows that are removed next, so that nobody else removes them. */
  readonly forUpdate: string
  /** After a statement that writes, where the driver tells no count: `RETURNING … AS pk`. */
  returning(column: string): string
  /** Makes the INSERT of a row replace the value of one with the same key. */
  onConflictReplace(key: readonly string[], value: string): string
  /** Makes the INSERT of a session do nothing when there is one; '' where it fails then. */
  readonly onConflictNothing: string
  /**
   * What `:pk` is for the statement that renews a session: nothing while somebody holds the row, where
   * that can be said in one statement.
   */
  keyUnlessHeld?(sessions: string): string
  /** JSON as text, where a driver would parse it otherwise. */
  jsonText?(column: string): string
  /** A SELECT of at most `:limit` rows. */
  limited(select: string): string
}

export type StepwiseStatement =
  | 'insertSession'
  | 'writeAttribute'
  | 'writeIndex'
  | 'find'
  | 'touch'
  | 'updateSession'
  | 'deleteAttribute'
  | 'deleteIndex'
  | 'claimSession'
  | 'deleteSessions'
  | 'findByPrincipal'
  | 'findByIndex'
  | 'claimExpired'
  | 'readSessions'

/**
 * Statements in the common SQL of several databases. A dialect replaces those that it says otherwise.
 * Attributes are written by the session's id: its row is locked by then.
 */
export function stepwiseStatements(
  layout: Layout,
  syntax: StepwiseSyntax,
): Readonly<Record<StepwiseStatement, string> & Partial<Record<EventStatement, string>>> {
  const { tables, attributeColumn } = layout
  const { sessions, attributes, indexes } = tables
  const { same, returning, onConflictReplace } = syntax
  const primaryId = `(SELECT PRIMARY_ID FROM ${sessions} WHERE ${same('SESSION_ID', ':id')})`
  const column = 'a.ATTRIBUTE_BYTES'
  const bytes = attributeColumn === 'json' ? (syntax.jsonText?.(column) ?? column) : column
  const select = (condition: string, more = ''): string => `SELECT
  s.PRIMARY_ID AS pk, s.SESSION_ID AS id, s.CREATION_TIME AS created, s.LAST_ACCESS_TIME AS accessed,
  s.MAX_INACTIVE_INTERVAL AS idle, a.ATTRIBUTE_NAME AS name, ${bytes} AS bytes${more}
FROM ${sessions} s LEFT JOIN ${attributes} a ON a.SESSION_PRIMARY_ID = s.PRIMARY_ID
WHERE ${condition}`
  const alive = isAlive(syntax, 's.')

  return {
    insertSession: `INSERT INTO ${sessions} (PRIMARY_ID, SESSION_ID, CREATION_TIME, LAST_ACCESS_TIME,
  MAX_INACTIVE_INTERVAL, EXPIRY_TIME, PRINCIPAL_NAME)
VALUES (:primaryId, :id, :created, :accessed, :idle, COALESCE(:expiry, ${NEVER}), :principal)
${syntax.onConflictNothing} ${returning('PRIMARY_ID')}`,
    writeAttribute: `INSERT INTO ${attributes} (SESSION_PRIMARY_ID, ATTRIBUTE_NAME, ATTRIBUTE_BYTES)
VALUES (${primaryId}, :name, :value)
${onConflictReplace(['SESSION_PRIMARY_ID', 'ATTRIBUTE_NAME'], 'ATTRIBUTE_BYTES')}`,
    writeIndex: `INSERT INTO ${indexes} (SESSION_PRIMARY_ID, INDEX_NAME, INDEX_VALUE)
VALUES (${primaryId}, :name, :value)
${onConflictReplace(['SESSION_PRIMARY_ID', 'INDEX_NAME'], 'INDEX_VALUE')}`,
    find: select(`${same('s.SESSION_ID', ':id')} AND ${alive}`, `, ${syntax.now} AS moment`),
    touch: `UPDATE ${sessions} SET ${touchColumns(syntax)}
WHERE PRIMARY_ID = ${syntax.keyUnlessHeld?.(sessions) ?? ':pk'} AND ${same('SESSION_ID', ':id')} AND ${isAlive(syntax)} ${returning('PRIMARY_ID')}`,
    updateSession: `UPDATE ${sessions} SET ${saveColumns(syntax)}
WHERE ${same('SESSION_ID', ':id')} AND ${isAlive(syntax)} ${returning('PRIMARY_ID')}`,
    deleteAttribute: `DELETE FROM ${attributes}
WHERE SESSION_PRIMARY_ID = ${primaryId} AND ${same('ATTRIBUTE_NAME', ':name')}`,
    deleteIndex: `DELETE FROM ${indexes}
WHERE SESSION_PRIMARY_ID = ${primaryId} AND ${same('INDEX_NAME', ':name')}`,
    claimSession: select(same('s.SESSION_ID', ':id')) + syntax.forUpdate,
    deleteSessions: `DELETE FROM ${sessions} WHERE PRIMARY_ID IN (:ids) ${returning('PRIMARY_ID')}`,
    findByPrincipal: select(`${same('s.PRINCIPAL_NAME', ':value')} AND ${alive}`),
    findByIndex: select(`s.PRIMARY_ID IN (
  SELECT i.SESSION_PRIMARY_ID FROM ${indexes} i
  WHERE ${same('i.INDEX_NAME', ':name')} AND ${same('i.INDEX_VALUE', ':value')}
) AND ${alive}`),
    claimExpired:
      syntax.limited(`SELECT PRIMARY_ID AS pk FROM ${sessions} WHERE EXPIRY_TIME <= ${syntax.now}
ORDER BY EXPIRY_TIME`) + syntax.forUpdate,
    readSessions: select('s.PRIMARY_ID IN (:ids)'),
    ...eventStatements(layout, syntax),
  }
}
