import type { RawStore } from '@session/testing'
import { type FaultProxy, faultProxy } from '@session/testing/services'
import type { Knex } from 'knex'
import { afterEach, expect } from 'vitest'
import { JdbcIndexedSessionRepository, type JdbcRepositoryOptions } from '../src/index.ts'
import { CANARY } from './failing-calls.ts'
import { knexFor } from './knex-for.ts'
import { rawJdbc } from './raw-jdbc.ts'

export type Attributes = Record<string, unknown>
export type Repository = JdbcIndexedSessionRepository<Attributes>

interface Openers {
  connect(url: string, config?: Knex.Config): Knex
  raw(url: string): RawStore
  /** A node: sweeps only when asked. */
  open(knex: Knex, options?: JdbcRepositoryOptions): Repository
  /** Stands before the server of `url`. */
  proxy(url: string): Promise<FaultProxy & { readonly url: string }>
}

/** What a test opens is closed after it. What knex printed meanwhile shows no value. */
export function closedAfterEach(): Openers {
  const closing: (() => unknown)[] = []
  const printed: unknown[] = []
  const print = (message: unknown): void => void printed.push(message)
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
    expect(JSON.stringify(printed.splice(0))).not.toContain(CANARY)
  })
  const connect: Openers['connect'] = (url, config = {}) => {
    const log = { warn: print, error: print, debug: print, deprecate: print }
    const knex = knexFor(url, {}, { log, ...config })
    closing.push(() => knex.destroy())
    return knex
  }
  return {
    connect,
    raw: (url) => rawJdbc(connect(url, { postProcessResponse: rowsAlone })),
    open: (knex, options = {}) => {
      const repository = new JdbcIndexedSessionRepository<Attributes>(knex, {
        cleanupInterval: false,
        ...options,
      })
      closing.push(() => repository.close())
      return repository
    },
    proxy: async (url) => {
      const through = new URL(url)
      const proxy = await faultProxy({ host: through.hostname, port: Number(through.port) })
      closing.push(() => proxy.close())
      through.host = `127.0.0.1:${proxy.port}`
      return Object.assign(proxy, { url: through.href })
    },
  }
}

/** MySQL's drivers give a description of the columns beside the rows. */
const rowsAlone = (answer: unknown): unknown =>
  Array.isArray(answer) && Array.isArray(answer[0]) ? answer[0] : answer
