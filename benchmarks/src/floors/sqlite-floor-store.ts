import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import { type FloorAttributes, type FloorStore, LIFETIME, PRINCIPAL } from './floor-store.ts'
import { type AttributeRow, AttributeRows } from './spring-rows.ts'

const FIND = `SELECT s.PRIMARY_ID AS id, a.ATTRIBUTE_NAME AS name, a.ATTRIBUTE_BYTES AS bytes
FROM SPRING_SESSION s LEFT JOIN SPRING_SESSION_ATTRIBUTES a ON a.SESSION_PRIMARY_ID = s.PRIMARY_ID
WHERE s.SESSION_ID = ? AND s.EXPIRY_TIME > ?`
const RENEW = `UPDATE SPRING_SESSION SET LAST_ACCESS_TIME = ?, EXPIRY_TIME = ?
WHERE SESSION_ID = ? AND EXPIRY_TIME > ? RETURNING PRIMARY_ID AS id`
const MOVE = `UPDATE SPRING_SESSION
SET LAST_ACCESS_TIME = ?, EXPIRY_TIME = ?, SESSION_ID = ?, PRINCIPAL_NAME = ?
WHERE SESSION_ID = ? AND EXPIRY_TIME > ? RETURNING PRIMARY_ID AS id`
const STORE = `INSERT INTO SPRING_SESSION_ATTRIBUTES VALUES (?, ?, ?)
ON CONFLICT (SESSION_PRIMARY_ID, ATTRIBUTE_NAME) DO UPDATE SET ATTRIBUTE_BYTES = excluded.ATTRIBUTE_BYTES`
const CREATE = 'INSERT INTO SPRING_SESSION VALUES (?, ?, ?, ?, ?, ?, NULL)'

/** Spring Session's tables through knex's pool, without its query builder. */
export class SqliteFloorStore implements FloorStore {
  readonly #knex: Knex

  constructor(knex: Knex) {
    this.#knex = knex
  }

  async create(id: string, attributes: Readonly<Record<string, unknown>>): Promise<void> {
    const now = Date.now()
    await this.#knex.transaction(async (transaction) => {
      const primaryId = randomUUID()
      const times = [now, now, LIFETIME / 1_000, now + LIFETIME]
      await transaction.raw(CREATE, [primaryId, id, ...times])
      for (const [name, value] of Object.entries(attributes)) {
        await transaction.raw(STORE, [primaryId, name, Buffer.from(JSON.stringify(value))])
      }
    })
  }

  async find(id: string, renew: boolean): Promise<FloorAttributes | undefined> {
    const now = Date.now()
    const rows: AttributeRow[] = await this.#knex.raw(FIND, [id, now])
    if (rows.length === 0) return undefined
    if (renew) await this.#knex.raw(RENEW, [now, now + LIFETIME, id, now])
    return new AttributeRows(rows)
  }

  async update(id: string, name: string, value: string): Promise<void> {
    const now = Date.now()
    await this.#save(RENEW, [now, now + LIFETIME, id, now], name, value)
  }

  async login(id: string, newId: string, principal: string): Promise<void> {
    const now = Date.now()
    const changes = [now, now + LIFETIME, newId, principal, id, now]
    await this.#save(MOVE, changes, PRINCIPAL, JSON.stringify(principal))
  }

  async #save(
    statement: string,
    changes: (string | number)[],
    name: string,
    value: string,
  ): Promise<void> {
    await this.#knex.transaction(async (transaction) => {
      const [row] = (await transaction.raw(statement, changes)) as { id: string }[]
      if (row !== undefined) await transaction.raw(STORE, [row.id, name, Buffer.from(value)])
    })
  }
}
