import type { CallOptions } from '@session/core'
import type { SessionOptions } from '@session/core/http'
import type { StoreCall } from '@session/core/store'
import type { AnyAttributes, IntegrationApp, RawStore, WatchedRepository } from '@session/testing'
import type { Knex } from 'knex'
import { dropSessionTables, JdbcIndexedSessionRepository } from '../../src/index.ts'
import { rawJdbc } from '../raw-jdbc.ts'

let opened = 0

/**
 * The suites of the HTTP contract count, hold back and break the calls of a repository in memory, and
 * look into its map. This one carries each call out in tables of its own instead, and shows in the map
 * what lies there.
 */
class JdbcBehindWatched extends JdbcIndexedSessionRepository<AnyAttributes> {
  readonly #watched: WatchedRepository
  readonly #raw: RawStore
  readonly #knex: Knex
  readonly #table: string

  constructor(knex: Knex, outside: Knex, watched: WatchedRepository) {
    const table = `http_${process.pid}_${++opened}`
    super(knex, { tableName: table, initializeSchema: 'always', cleanupInterval: false })
    this.#watched = watched
    this.#knex = outside
    this.#table = table
    this.#raw = rawJdbc(outside, { table })
    // What a test does beside its requests.
    watched.createSession = () => this.createSession()
    watched.save = (session, options) => this.save(session, options)
    watched.findByPrincipalName = (name, options) => this.findByPrincipalName(name, options)
  }

  clear(): Promise<void> {
    return dropSessionTables(this.#knex, { tableName: this.#table })
  }

  protected override call<T>(
    operation: Parameters<WatchedRepository['call']>[0],
    options: CallOptions | undefined,
    invoke: (call: StoreCall) => Promise<T>,
  ): Promise<T> {
    return this.#watched['call'](operation, options, async () => {
      await this.ready()
      await this.#takeOver()
      const result = await super.call(operation as never, options, invoke)
      await this.#show()
      return result
    })
  }

  /** What a test has changed in the map. */
  async #takeOver(): Promise<void> {
    for (const [id, { lastAccessedTime }] of this.#watched.stored) {
      await this.#knex.raw(`UPDATE ${this.#table} SET LAST_ACCESS_TIME = ? WHERE SESSION_ID = ?`, [
        lastAccessedTime,
        id,
      ])
    }
  }

  async #show(): Promise<void> {
    const { stored } = this.#watched
    const keys = await this.#raw.keys()
    for (const id of [...stored.keys()]) if (!keys.includes(id)) stored.delete(id)
    for (const id of keys) {
      const session = await this.#raw.read(id)
      if (session === undefined) continue
      const attributes = Object.fromEntries(session.attributes)
      stored.set(id, { ...session, attributes, indexes: {} })
    }
  }
}

/**
 * The application with its repositories in a database, and what undoes it.
 * @param outside for what the tests look at, and do, beside the repositories
 */
export function onDatabase(
  { knex, outside }: { knex: Knex; outside: Knex },
  app: IntegrationApp,
): { readonly app: IntegrationApp; close(): Promise<void> } {
  const repositories = new Map<unknown, JdbcBehindWatched>()
  const moved = (options: SessionOptions<AnyAttributes>): SessionOptions<AnyAttributes> => {
    const { repository } = options
    if (!isWatched(repository)) return options
    const known = repositories.get(repository) ?? new JdbcBehindWatched(knex, outside, repository)
    repositories.set(repository, known)
    return { ...options, repository: known }
  }
  return {
    app: { ...app, filters: app.filters.map(moved) },
    close: async () => {
      for (const repository of repositories.values()) {
        await repository.close()
        await repository.clear()
      }
    },
  }
}

const isWatched = (repository: unknown): repository is WatchedRepository =>
  typeof repository === 'object' && repository !== null && 'forgetCalls' in repository
