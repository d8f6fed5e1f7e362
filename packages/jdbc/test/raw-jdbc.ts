import type { EncodedValue } from '@session/core'
import type { RawSession, RawStore } from '@session/testing'
import type { Knex } from 'knex'

/** What knex hands out for a raw query, whichever the database. */
type Answer = { rows?: Record<string, unknown>[] } | Record<string, unknown>[]

const NEVER = '9223372036854775807'

/** What lies in the tables of sessions, through plain statements that know nothing of the repository. */
export function rawJdbc(
  knex: Knex,
  { table = 'SPRING_SESSION', calls }: { table?: string; calls?: RawStore['calls'] } = {},
): RawStore {
  const rows = async (sql: string, ...bindings: Knex.RawBinding[]): Promise<unknown[][]> => {
    const answer = (await knex.raw(sql, bindings)) as Answer
    return (Array.isArray(answer) ? answer : (answer.rows ?? [])).map((row) => Object.values(row))
  }
  const attributesOf = `SELECT a.ATTRIBUTE_NAME, a.ATTRIBUTE_BYTES FROM ${table}_ATTRIBUTES a
    JOIN ${table} s ON s.PRIMARY_ID = a.SESSION_PRIMARY_ID WHERE s.SESSION_ID = ? ORDER BY 1`

  return {
    async read(id): Promise<RawSession | undefined> {
      const [session] = await rows(
        `SELECT CREATION_TIME, LAST_ACCESS_TIME, MAX_INACTIVE_INTERVAL FROM ${table} WHERE SESSION_ID = ?`,
        id,
      )
      if (session === undefined) return undefined
      const [creationTime, lastAccessedTime, maxInactiveInterval] = session.map(Number) as [
        number,
        number,
        number,
      ]
      const attributes = new Map<string, EncodedValue>()
      for (const [name, value] of await rows(attributesOf, id)) {
        attributes.set(String(name), textOf(value))
      }
      return { creationTime, lastAccessedTime, maxInactiveInterval, attributes }
    },

    async keys() {
      const ids = await rows(`SELECT SESSION_ID FROM ${table}`)
      return ids.map(([id]) => String(id).trimEnd())
    },

    async write(id, attribute, value) {
      await knex.raw(
        `UPDATE ${table}_ATTRIBUTES SET ATTRIBUTE_BYTES = ? WHERE ATTRIBUTE_NAME = ?
          AND SESSION_PRIMARY_ID = (SELECT PRIMARY_ID FROM ${table} WHERE SESSION_ID = ?)`,
        [Buffer.from(value), attribute, id],
      )
    },

    async age(id, milliseconds) {
      await knex.raw(
        `UPDATE ${table} SET CREATION_TIME = CREATION_TIME - ?, LAST_ACCESS_TIME = LAST_ACCESS_TIME - ?,
          EXPIRY_TIME = CASE WHEN EXPIRY_TIME = ${NEVER} THEN EXPIRY_TIME ELSE EXPIRY_TIME - ? END
          WHERE SESSION_ID = ?`,
        [milliseconds, milliseconds, milliseconds, id],
      )
    },

    async dump() {
      const lines: string[] = []
      for (const [name, order] of [
        [table, 'SESSION_ID'],
        [`${table}_ATTRIBUTES`, 'SESSION_PRIMARY_ID, ATTRIBUTE_NAME'],
        [`${table}_INDEXES`, 'SESSION_PRIMARY_ID, INDEX_NAME'],
      ] as const) {
        for (const row of await rows(`SELECT * FROM ${name} ORDER BY ${order}`)) {
          lines.push(`${name} ${row.map(textOf).join(' | ')}`)
        }
      }
      return lines.join('\n')
    },

    async clear() {
      await knex.raw(`DELETE FROM ${table}`)
    },

    ...(calls === undefined ? {} : { calls }),
  }
}

/** Blobs come as bytes of one kind or another, other columns as text or numbers. */
const textOf = (value: unknown): string =>
  value instanceof ArrayBuffer || ArrayBuffer.isView(value)
    ? Buffer.from(value as ArrayBuffer).toString()
    : String(value)
