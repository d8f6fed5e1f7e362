import type { RedisClient } from '../client/redis-client.ts'
import { textOf } from '../hash.ts'

/**
 * The number of the database that the client has selected, as the server says; `undefined` when it
 * does not say. Channels, unlike keys, are shared by all databases and carry it in their names.
 */
export async function databaseOf(client: RedisClient): Promise<number | undefined> {
  try {
    const info = textOf(await client.command('text', 'CLIENT', 'INFO'))
    const database = / db=(\d+) /.exec(info)?.[1]
    return database === undefined ? undefined : Number(database)
  } catch {
    return undefined
  }
}
