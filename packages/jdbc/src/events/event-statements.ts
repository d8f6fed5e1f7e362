import type { Layout } from '../dialect/dialect.ts'
import type { StepwiseSyntax } from '../statements/stepwise-statements.ts'

export type EventStatement = 'tell' | 'readEvents' | 'lastEvent' | 'oldEvent' | 'forgetEvents'

/** What is done to the table of events; nothing where nobody is told. */
export function eventStatements(
  { tables: { events }, node }: Layout,
  { now, limited }: StepwiseSyntax,
): Readonly<Partial<Record<EventStatement, string>>> {
  if (node === undefined) return {}
  return {
    tell: `INSERT INTO ${events} (TOLD_AT, NODE, EVENT_TYPE, CLAIM, SESSION_ID, PREVIOUS_ID)
VALUES (${now}, '${node}', :type, :claim, :id, :previousId)`,
    readEvents:
      limited(`SELECT EVENT_NUMBER AS seq, EVENT_TYPE AS type, NODE AS node, CLAIM AS claim,
  SESSION_ID AS id, PREVIOUS_ID AS previous
FROM ${events} WHERE EVENT_NUMBER > :after ORDER BY EVENT_NUMBER`),
    lastEvent: `SELECT MAX(EVENT_NUMBER) AS seq FROM ${events}`,
    oldEvent: `SELECT MAX(EVENT_NUMBER) AS seq FROM ${events} WHERE TOLD_AT < ${now} - :age`,
    // By number: ranges of another index would keep writers out.
    forgetEvents: `DELETE FROM ${events} WHERE EVENT_NUMBER <= :last`,
  }
}
