import type { Session } from '@session/core'
import type { Knex } from 'knex'
import { afterAll } from 'vitest'
import { JdbcIndexedSessionRepository, type JdbcRepositoryOptions } from '../src/index.ts'
import { knexFor } from './knex-for.ts'

export type Attributes = Record<string, unknown>
export type Repository = JdbcIndexedSessionRepository<Attributes>

interface Openers {
  connect(url: string, pool?: Knex.PoolConfig): Knex
  /** A node: sweeps only when asked, makes its tables, renews on each read. */
  open(knex: Knex, options?: JdbcRepositoryOptions): Repository
}

/** What a suite opens is closed after it, in the order that lets everything end. */
export function closedAfterAll(): Openers {
  const closing: (() => unknown)[] = []
  afterAll(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })
  return {
    connect: (url, pool) => {
      const knex = knexFor(url, pool)
      closing.push(() => knex.destroy())
      return knex
    },
    open: (knex, options = {}) => {
      const repository = new JdbcIndexedSessionRepository<Attributes>(knex, {
        cleanupInterval: false,
        initializeSchema: 'always',
        touchInterval: 0,
        ...options,
      })
      closing.push(() => repository.close())
      return repository
    },
  }
}

/** A new session of this user, stored. */
export async function stored(
  repository: Repository,
  attributes: Attributes = { name: 'Ada' },
  principal?: string,
): Promise<Session<Attributes>> {
  const session = repository.createSession()
  for (const [name, value] of Object.entries(attributes)) session.setAttribute(name, value)
  session.principalName = principal
  await repository.save(session)
  return session
}
