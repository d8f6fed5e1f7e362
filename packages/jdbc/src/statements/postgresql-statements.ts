import type { Layout } from '../dialect/dialect.ts'
import { tellByNotification } from '../events/tell-by-notification.ts'
import { isAlive, isTouchDue, type Syntax, saveColumns, touchColumns } from './lifetime.ts'

/** The time is looked at once in a statement, in the part `c`. */
const syntax: Syntax = {
  now: 'c.now',
  integer: (value) => `${value}::bigint`,
  least: (a, b) => `least(${a}, ${b})`,
  greatest: (a, b) => `greatest(${a}, ${b})`,
}

const NOW = 'coalesce(:now::bigint, (extract(epoch FROM clock_timestamp()) * 1000)::bigint) AS now'
const CLOCK = `c AS MATERIALIZED (
  SELECT ${NOW}
)`
/** Bytes are handed out as text where every text comes through the server as it is. */
const READING = `c AS MATERIALIZED (
  SELECT ${NOW}, :asText::boolean AND getdatabaseencoding() = 'UTF8' AS as_text
)`
const AS_TEXT = '(SELECT c.as_text FROM c)'

export type PostgresqlStatement =
  | 'insert'
  | 'insertIndexed'
  | 'find'
  | 'findAndTouch'
  | 'update'
  | 'updateRemoving'
  | 'updateIndexed'
  | 'remove'
  | 'findByPrincipal'
  | 'findByIndex'
  | 'removeExpired'

/** Each step is one statement: its parts see one state of the database, and all of them happen or none. */
export function postgresqlStatements({
  tables,
  attributeColumn,
  node,
}: Layout): Readonly<Record<PostgresqlStatement, string>> {
  const { sessions, attributes, indexes } = tables
  const tell = tellByNotification(sessions, node)
  const isJson = attributeColumn === 'json'
  const values = isJson ? ':values::text[]' : ':values::bytea[]'
  const stored = isJson ? 'n.value::jsonb' : 'n.value'
  const value = isJson ? 'a.ATTRIBUTE_BYTES::text' : 'a.ATTRIBUTE_BYTES'
  const joined = `string_agg(${value}, '')`
  // What is not UTF-8 makes the statement fail with 22021.
  const packed = isJson
    ? `json_agg(length(${value})) AS lengths, ${joined} AS text, NULL AS bytes`
    : `json_agg(CASE WHEN ${AS_TEXT} THEN length(${value}, 'UTF8') ELSE length(${value}) END) AS lengths,
    CASE WHEN ${AS_TEXT} THEN convert_from(${joined}, 'UTF8') END AS text,
    CASE WHEN NOT ${AS_TEXT} THEN ${joined} END AS bytes`
  const sessionColumns = (from: string, accessed = `${from}.LAST_ACCESS_TIME`): string =>
    `json_build_array(${from}.SESSION_ID, ${from}.CREATION_TIME, ${accessed},
    ${from}.MAX_INACTIVE_INTERVAL, a.names, a.lengths)::text AS session, a.text, a.bytes`
  // One row a session of few columns, whatever it holds: it is their number that costs the driver. For
  // each session by itself, by the key: a planner that knows little of the table (it is new, or changes fast) would read
  // all of it as soon as it expects a handful of sessions.
  const withAttributes = (from: string): string =>
    `CROSS JOIN LATERAL (
  SELECT json_agg(a.ATTRIBUTE_NAME) AS names, ${packed}
  FROM ${attributes} a WHERE a.SESSION_PRIMARY_ID = ${from}.PRIMARY_ID
) a`
  const findWhere = (condition: string): string => `WITH ${READING}
SELECT ${sessionColumns('s')}
FROM c CROSS JOIN ${sessions} s ${withAttributes('s')}
WHERE ${condition} AND ${isAlive(syntax, 's.')}`

  const insertParts = `s AS (
  INSERT INTO ${sessions} (PRIMARY_ID, SESSION_ID, CREATION_TIME, LAST_ACCESS_TIME,
    MAX_INACTIVE_INTERVAL, EXPIRY_TIME, PRINCIPAL_NAME)
  VALUES (:primaryId, :id, :created, :accessed, :idle, coalesce(:expiry::bigint, 9223372036854775807), :principal)
  ON CONFLICT DO NOTHING RETURNING PRIMARY_ID
), a AS (
  INSERT INTO ${attributes} (SESSION_PRIMARY_ID, ATTRIBUTE_NAME, ATTRIBUTE_BYTES)
  SELECT s.PRIMARY_ID, n.name, ${stored} FROM s, unnest(:names::text[], ${values}) AS n(name, value)
)`
  const upsertIndexes = `x AS (
  INSERT INTO ${indexes} (SESSION_PRIMARY_ID, INDEX_NAME, INDEX_VALUE)
  SELECT s.PRIMARY_ID, n.name, n.value
  FROM s, unnest(:indexNames::text[], :indexValues::text[]) AS n(name, value)
  ON CONFLICT (SESSION_PRIMARY_ID, INDEX_NAME) DO UPDATE SET INDEX_VALUE = excluded.INDEX_VALUE
)`

  /** The row as this statement sees it, with the version of it that the other parts belong to. */
  const seen = `v AS MATERIALIZED (
  SELECT s.*, s.xmin AS version FROM c CROSS JOIN ${sessions} s WHERE s.SESSION_ID = :id`
  const sameVersion = 's.PRIMARY_ID = v.PRIMARY_ID AND s.xmin = v.version'
  const upsertAttributes = `a AS (
  INSERT INTO ${attributes} (SESSION_PRIMARY_ID, ATTRIBUTE_NAME, ATTRIBUTE_BYTES)
  SELECT s.PRIMARY_ID, n.name, ${stored} FROM s, unnest(:names::text[], ${values}) AS n(name, value)
  ON CONFLICT (SESSION_PRIMARY_ID, ATTRIBUTE_NAME) DO UPDATE SET ATTRIBUTE_BYTES = excluded.ATTRIBUTE_BYTES
)`
  // Rows that another writer has added meanwhile are not seen, so not removed: hence the version.
  const updateRemoving = `WITH ${CLOCK}, ${seen} AND ${isAlive(syntax, 's.')}
), s AS (
  UPDATE ${sessions} s SET ${saveColumns(syntax, 's.')}
  FROM c, v WHERE ${sameVersion} AND s.SESSION_ID = :id
  RETURNING s.PRIMARY_ID
), d AS (
  DELETE FROM ${attributes} a USING s
  WHERE a.SESSION_PRIMARY_ID = s.PRIMARY_ID AND a.ATTRIBUTE_NAME = ANY(:removed::text[])
), ${upsertAttributes}`
  const created = tell({ type: 'created', from: 's', id: ':id::text' })
  const moved = tell({
    type: 'id-changed',
    from: 's WHERE :newId::text IS NOT NULL',
    id: ':newId::text',
    previousId: ':id::text',
  })
  const claim = ':claim::text'
  const updated = `SELECT (SELECT count(*) FROM s) AS done, (SELECT count(*) FROM v) AS seen${moved}`

  return {
    insert: `WITH ${insertParts} SELECT count(*) AS done${created} FROM s`,
    insertIndexed: `WITH ${insertParts}, ${upsertIndexes} SELECT count(*) AS done${created} FROM s`,
    find: findWhere('s.SESSION_ID = :id'),
    // A reader waits for no writer: a row that is locked is being renewed already, or ended. Then it is
    // `held`, and what is shown may have been the last moment of a session that the sweep has by now.
    findAndTouch: `WITH ${READING}, t AS MATERIALIZED (
  SELECT s.*, ${isTouchDue(syntax, 's.')} AS due
  FROM c CROSS JOIN ${sessions} s WHERE s.SESSION_ID = :id AND ${isAlive(syntax, 's.')}
), l AS (
  SELECT s.PRIMARY_ID FROM ${sessions} s
  WHERE s.PRIMARY_ID = (SELECT t.PRIMARY_ID FROM t WHERE t.due) FOR UPDATE SKIP LOCKED
), u AS (
  UPDATE ${sessions} s SET ${touchColumns(syntax, 's.')}
  FROM c, l WHERE s.PRIMARY_ID = l.PRIMARY_ID
  RETURNING s.LAST_ACCESS_TIME
)
SELECT ${sessionColumns('t', 'coalesce(u.LAST_ACCESS_TIME, t.LAST_ACCESS_TIME)')},
  t.due AND u.LAST_ACCESS_TIME IS NULL AS held
FROM t LEFT JOIN u ON true ${withAttributes('t')}`,
    update: `WITH ${CLOCK}, s AS (
  UPDATE ${sessions} s SET ${saveColumns(syntax, 's.')}
  FROM c WHERE s.SESSION_ID = :id AND ${isAlive(syntax, 's.')}
  RETURNING s.PRIMARY_ID
), ${upsertAttributes}
SELECT count(*) AS done${moved} FROM s`,
    updateRemoving: `${updateRemoving}
${updated}`,
    updateIndexed: `${updateRemoving}, e AS (
  DELETE FROM ${indexes} i USING s
  WHERE i.SESSION_PRIMARY_ID = s.PRIMARY_ID AND i.INDEX_NAME = ANY(:removedIndexes::text[])
), ${upsertIndexes}
${updated}`,
    remove: `WITH ${READING}, ${seen}
), d AS (
  DELETE FROM ${sessions} s USING v WHERE ${sameVersion} AND s.SESSION_ID = :id
  RETURNING s.PRIMARY_ID
)
SELECT ${sessionColumns('v')}, d.PRIMARY_ID IS NOT NULL AS done${tell({ type: 'deleted', from: 'd', id: ':id::text', claim })}
FROM v LEFT JOIN d ON true ${withAttributes('v')}`,
    findByPrincipal: findWhere('s.PRINCIPAL_NAME = :value'),
    findByIndex: findWhere(`s.PRIMARY_ID IN (
  SELECT i.SESSION_PRIMARY_ID FROM ${indexes} i WHERE i.INDEX_NAME = :name AND i.INDEX_VALUE = :value
)`),
    // The time is a scalar here, so that the index gives the rows in its order, the oldest first.
    removeExpired: `WITH ${READING}, e AS MATERIALIZED (
  SELECT s.PRIMARY_ID FROM ${sessions} s WHERE s.EXPIRY_TIME <= (SELECT c.now FROM c)
  ORDER BY s.EXPIRY_TIME LIMIT :limit FOR UPDATE SKIP LOCKED
), d AS (
  DELETE FROM ${sessions} s WHERE s.PRIMARY_ID = ANY(ARRAY(SELECT e.PRIMARY_ID FROM e)) RETURNING s.*
)
SELECT ${sessionColumns('d')}${tell({ type: 'expired', from: 'd', id: 'rtrim(d.SESSION_ID)', claim })}
FROM d ${withAttributes('d')}`,
  }
}
