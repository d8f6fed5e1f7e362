import type { Knex } from 'knex'

/** Rows of both tables as they were recorded, bytes in base64. */
export interface RecordedRows {
  readonly SPRING_SESSION: readonly Readonly<Record<string, string | null>>[]
  readonly SPRING_SESSION_ATTRIBUTES: readonly {
    readonly SESSION_PRIMARY_ID: string
    readonly ATTRIBUTE_NAME: string
    readonly base64: string
  }[]
}

/** What a Java service holds of a session between its statements. */
export interface JavaSession {
  readonly primaryId: string
  readonly id: string
  /** Seconds. */
  readonly interval: number
  readonly attributes: ReadonlyMap<string, string>
}

interface JavaPeer {
  restore(rows: RecordedRows): Promise<void>
  find(id: string): Promise<JavaSession>
  /** A request that changes no attribute. */
  touch(session: JavaSession, now: number): Promise<void>
  /** A request that sets an attribute, new to the session. */
  save(session: JavaSession, now: number, name: string, value: string): Promise<void>
  deleteById(id: string): Promise<void>
  cleanUp(now: number): Promise<void>
}

const PRINCIPAL =
  'org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME'

/**
 * Does to the tables what Spring Session's repository does, with a serializer that writes JSON: it
 * keeps its own copy of a session, looks at nothing again before it writes, and computes the principal's
 * column anew at each save.
 */
export function javaPeer(knex: Knex, column: 'bytes' | 'json' = 'bytes'): JavaPeer {
  const bound = (value: Buffer): Buffer | string => (column === 'json' ? value.toString() : value)
  const touch = async (session: JavaSession, now: number): Promise<void> => {
    const { primaryId, id, interval, attributes } = session
    const principal = attributes.get(PRINCIPAL)
    await knex('spring_session')
      .where('primary_id', primaryId)
      .update({
        session_id: id,
        last_access_time: now,
        max_inactive_interval: interval,
        expiry_time: now + interval * 1000,
        principal_name: principal === undefined ? null : JSON.parse(principal),
      })
  }
  return {
    async restore(rows) {
      for (const row of rows.SPRING_SESSION) {
        await knex.raw(
          `INSERT INTO SPRING_SESSION (${Object.keys(row).join(', ')})
          VALUES (${Object.keys(row).fill('?').join(', ')})`,
          Object.values(row),
        )
      }
      for (const { SESSION_PRIMARY_ID, ATTRIBUTE_NAME, base64 } of rows.SPRING_SESSION_ATTRIBUTES) {
        await knex.raw('INSERT INTO SPRING_SESSION_ATTRIBUTES VALUES (?, ?, ?)', [
          SESSION_PRIMARY_ID,
          ATTRIBUTE_NAME,
          bound(Buffer.from(base64, 'base64')),
        ])
      }
    },
    async find(id) {
      const [row] = await knex('spring_session').where('session_id', id)
      const attributes = await knex('spring_session_attributes')
        .where('session_primary_id', row.primary_id)
        .select('attribute_name', 'attribute_bytes')
      return {
        primaryId: row.primary_id,
        id,
        interval: row.max_inactive_interval,
        attributes: new Map(
          attributes.map((each) => [each.attribute_name, textOf(each.attribute_bytes)]),
        ),
      }
    },
    touch,
    async save(session, now, name, value) {
      await touch(session, now)
      await knex('spring_session_attributes')
        .insert({
          session_primary_id: session.primaryId,
          attribute_name: name,
          attribute_bytes: bound(Buffer.from(value)),
        })
        // It passes over the violation of a key.
        .catch((error: unknown) => {
          if ((error as { code?: unknown }).code !== '23503') throw error
        })
    },
    async deleteById(id) {
      await knex('spring_session')
        .where('session_id', id)
        .where('max_inactive_interval', '>=', 0)
        .delete()
    },
    async cleanUp(now) {
      await knex('spring_session').where('expiry_time', '<', now).delete()
    },
  }
}

/** JSON of a JSONB column comes parsed. */
const textOf = (value: unknown): string =>
  Buffer.isBuffer(value) ? value.toString() : JSON.stringify(value)
