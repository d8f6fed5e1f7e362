import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeWithService, freshDatabase, mariadb, postgres } from '@session/testing/services'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { createSessionTables, JdbcIndexedSessionRepository } from '../../src/index.ts'
import { type HammeringNode, hammeringNode } from '../hammering-nodes.ts'
import { knexFor } from '../knex-for.ts'

const ROUNDS = 60

function describeTwoProcesses(url: string): void {
  const knex = knexFor(url)
  const sessions = new JdbcIndexedSessionRepository<Record<string, unknown>>(knex, {
    initializeSchema: 'always',
    cleanupInterval: false,
    storeTimeout: '10s',
  })
  afterAll(async () => {
    await sessions.close()
    await knex.destroy()
  })

  async function shared(): Promise<string> {
    await createSessionTables(knex)
    const session = sessions.createSession()
    session.setAttribute('first', true)
    await sessions.save(session)
    return session.id
  }

  /** All that was acknowledged is there, and what was ended is not. */
  async function audit(id: string, nodes: readonly HammeringNode[]): Promise<void> {
    const session = await sessions.findById(id)
    const names = session?.attributeNames ?? []
    for (const { saved, made, ended } of nodes) {
      expect(names).toEqual(expect.arrayContaining([...saved]))
      for (const own of made) {
        const found = await sessions.findById(own)
        if (ended.includes(own)) expect(found).toBeUndefined()
        // The one that was being ended when the process was killed.
        else if (own !== made.at(-1)) expect(found?.attributeNames).toHaveLength(2)
      }
    }
  }

  test('that write to one session without pause lose nothing', async () => {
    const id = await shared()
    const nodes = ['a', 'b'].map((name) => hammeringNode(url, name, id, ROUNDS))
    await Promise.all(nodes.map(({ exit }) => exit))
    for (const { saved } of nodes) expect(saved).toHaveLength(ROUNDS)
    await audit(id, nodes)
    const last = nodes.map((_, i) => `${'ab'[i]}:${ROUNDS - 1}:passing`)
    const names = (await sessions.findById(id))?.attributeNames ?? []
    expect(names.filter((name) => name.endsWith(':passing')).sort()).toEqual(last)
  })

  test('of which one is killed at any moment lose nothing that was acknowledged', async () => {
    const id = await shared()
    const survivor = hammeringNode(url, 'survivor', id, ROUNDS * 4)
    const victims: HammeringNode[] = []
    for (const after of [1, 7, 18, 33]) {
      const victim = hammeringNode(url, `victim${after}`, id, 100_000)
      victims.push(victim)
      await vi.waitFor(() => expect(victim.saved.length).toBeGreaterThanOrEqual(after), 20_000)
      victim.process.kill('SIGKILL')
      await victim.exit
    }
    survivor.process.kill('SIGKILL')
    await survivor.exit
    await audit(id, [survivor, ...victims])
  })
}

describeWithService(postgres, 'two processes on PostgreSQL', async (url) => {
  const database = await freshDatabase(url)
  afterAll(() => database.drop())
  describeTwoProcesses(database.url)
})

describeWithService(mariadb, 'two processes on MariaDB', async (url) => {
  const database = await freshDatabase(url)
  afterAll(() => database.drop())
  describeTwoProcesses(database.url)
})

describe('two processes on a SQLite file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'session-jdbc-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const url = join(folder, 'sessions.db')
  describeTwoProcesses(url)

  test('leave a file that is whole', async () => {
    const knex = knexFor(url)
    expect(await knex.raw('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
    expect(await knex.raw('PRAGMA foreign_key_check')).toEqual([])
    await knex.destroy()
  })
})
