import { randomUUID } from 'node:crypto'
import { runInShell } from './database-shell.ts'

/** An empty database of a test file's own, on a server that others use too. */
export interface FreshDatabase {
  readonly url: string
  /** Removes it, also while somebody is still connected to it. */
  drop(): Promise<void>
}

/**
 * Makes a database on the server of `postgres://…` or `mysql://…`. Statements are counted by
 * database, so nobody else's are in its counters.
 *
 * ```ts
 * const database = await freshDatabase(url)
 * afterAll(() => database.drop())
 * const knex = makeKnex({ client: 'pg', connection: database.url })
 * ```
 */
export const freshDatabase = async (url: string): Promise<FreshDatabase> => {
  const name = `session_${randomUUID().replaceAll('-', '')}`
  await runInShell(url, `CREATE DATABASE ${name}`)
  const fresh = new URL(url)
  fresh.pathname = `/${name}`
  const force = fresh.protocol === 'mysql:' ? '' : ' WITH (FORCE)'
  return {
    url: fresh.href,
    drop: async () => {
      await runInShell(url, `DROP DATABASE IF EXISTS ${name}${force}`)
    },
  }
}
