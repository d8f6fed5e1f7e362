import type { Knex } from 'knex'
import { codeOf } from '../database/failure.ts'

/** A connection of knex's pool that is not given out again when it says why. */
interface PooledConnection {
  __knex__disposed?: unknown
}

/**
 * Runs one statement. A connection to an SQLite file that was busy is thrown away: a driver may keep
 * the refused statement open, and what is written after it would seem to be committed, and be lost.
 */
export const runRaw = async (
  knex: Knex,
  sql: string,
  bindings: Knex.ValueDict = {},
): Promise<unknown> => {
  if (knex.isTransaction === true) return knex.raw(sql, bindings)
  const connection: PooledConnection = await knex.client.acquireConnection()
  try {
    return await knex.raw(sql, bindings).connection(connection)
  } catch (error) {
    if (codeOf(error).startsWith('SQLITE_BUSY'))
      connection.__knex__disposed = 'the SQLite database was locked'
    throw error
  } finally {
    await knex.client.releaseConnection(connection)
  }
}
