import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { type FloorAttributes, type FloorStore, LIFETIME, PRINCIPAL } from './floor-store.ts'
import { type AttributeRow, AttributeRows } from './spring-rows.ts'

/** Spring Session's tables, under a name of their own. */
export const FLOOR_TABLE = 'FLOOR_SESSION'
const ATTRIBUTES = `${FLOOR_TABLE}_ATTRIBUTES`

const FIND = `SELECT a.ATTRIBUTE_NAME AS name, a.ATTRIBUTE_BYTES AS bytes
FROM ${FLOOR_TABLE} s LEFT JOIN ${ATTRIBUTES} a ON a.SESSION_PRIMARY_ID = s.PRIMARY_ID
WHERE s.SESSION_ID = $1 AND s.EXPIRY_TIME > $2`
const RENEW = `UPDATE ${FLOOR_TABLE} SET LAST_ACCESS_TIME = $2, EXPIRY_TIME = $3 WHERE SESSION_ID = $1`
const STORE = `INSERT INTO ${ATTRIBUTES} SELECT s.PRIMARY_ID, $4, $5 FROM s
ON CONFLICT (SESSION_PRIMARY_ID, ATTRIBUTE_NAME) DO UPDATE SET ATTRIBUTE_BYTES = excluded.ATTRIBUTE_BYTES`
const SAVE = `WITH s AS (${RENEW} AND EXPIRY_TIME > $2 RETURNING PRIMARY_ID) ${STORE}`
const MOVE = `WITH s AS (
  UPDATE ${FLOOR_TABLE} SET LAST_ACCESS_TIME = $2, EXPIRY_TIME = $3, SESSION_ID = $6, PRINCIPAL_NAME = $7
  WHERE SESSION_ID = $1 AND EXPIRY_TIME > $2 RETURNING PRIMARY_ID
) ${STORE}`
const CREATE = `WITH s AS (
  INSERT INTO ${FLOOR_TABLE} VALUES ($1, $2, $3, $3, $4, $5, NULL) RETURNING PRIMARY_ID
) INSERT INTO ${ATTRIBUTES} SELECT s.PRIMARY_ID, n.name, n.bytes
FROM s, unnest($6::text[], $7::bytea[]) AS n(name, bytes)`

/** Prepared statements of the driver itself: one to read, one to renew, one to write. */
export class PostgresFloorStore implements FloorStore {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async create(id: string, attributes: Readonly<Record<string, unknown>>): Promise<void> {
    const now = Date.now()
    const bytes = Object.values(attributes).map((value) => Buffer.from(JSON.stringify(value)))
    const session = [randomUUID(), id, now, LIFETIME / 1_000, now + LIFETIME]
    await this.#query('create', CREATE, [...session, Object.keys(attributes), bytes])
  }

  async find(id: string, renew: boolean): Promise<FloorAttributes | undefined> {
    const now = Date.now()
    const rows = await this.#query('find', FIND, [id, now])
    if (rows.length === 0) return undefined
    if (renew) await this.#query('renew', RENEW, [id, now, now + LIFETIME])
    return new AttributeRows(rows)
  }

  async update(id: string, name: string, value: string): Promise<void> {
    const now = Date.now()
    await this.#query('save', SAVE, [id, now, now + LIFETIME, name, Buffer.from(value)])
  }

  async login(id: string, newId: string, principal: string): Promise<void> {
    const now = Date.now()
    const user = [PRINCIPAL, Buffer.from(JSON.stringify(principal)), newId, principal]
    await this.#query('login', MOVE, [id, now, now + LIFETIME, ...user])
  }

  async #query(name: string, text: string, values: unknown[]): Promise<AttributeRow[]> {
    return (await this.#pool.query<AttributeRow>({ name, text, values })).rows
  }
}
