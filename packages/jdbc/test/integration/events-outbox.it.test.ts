import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeWithService, freshDatabase, mariadb } from '@session/testing/services'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createSessionTables } from '../../src/index.ts'
import { heardBy, settled, stored, typesOf } from '../heard-by.ts'
import { closedAfterEach, type Repository } from '../own-nodes.ts'

const events = 'outbox'

function describeOutbox(url: string): void {
  const { connect, open, raw } = closedAfterEach()
  beforeEach(async () => {
    const knex = connect(url)
    await createSessionTables(knex, { eventTable: true })
    await knex.raw('PRAGMA foreign_keys = ON').catch(() => undefined)
    await knex.raw('DELETE FROM SPRING_SESSION')
    await knex.raw('DELETE FROM SPRING_SESSION_EVENTS')
  })
  const node = (): Repository => open(connect(url), { events })

  test('every node hears of each end once; one of them is local', async () => {
    const nodes = [node(), node(), node()] as const
    const all = await Promise.all(nodes.map(heardBy))
    const sessions = [
      await stored(nodes[0]),
      await stored(nodes[1]),
      await stored(nodes[0]),
    ] as const
    for (const heard of all) for (const each of nodes) await settled(heard, each)
    await Promise.all(nodes.map((each) => each.deleteById(sessions[0].id)))
    await nodes[2].deleteById(sessions[1].id)
    await raw(url).age(sessions[2].id, 1_800_000)
    await Promise.all(nodes.map((each) => each.cleanUpExpiredSessions()))
    for (const heard of all) {
      for (const each of nodes) await settled(heard, each)
      expect(typesOf(heard, sessions[0].handle)).toEqual(['created', 'deleted'])
      expect(typesOf(heard, sessions[1].handle)).toEqual(['created', 'deleted'])
      expect(typesOf(heard, sessions[2].handle)).toEqual(['created', 'expired'])
    }
    for (const { handle } of sessions) {
      const ends = all.flat().filter((e) => e.handle === handle && e.type !== 'created')
      expect(ends.filter(({ local }) => local)).toHaveLength(1)
    }
  })

  test('a session that ends here before its creation was heard of does not seem to begin', async () => {
    const [here, there] = [node(), node()]
    const heard = await heardBy(there)
    const session = await stored(here)
    await there.deleteById(session.id)
    await settled(heard, here)
    expect(typesOf(heard, session.handle).at(-1)).toBe('deleted')
  })

  test('nothing is told of what was not stored', async () => {
    const [here, there] = [node(), node()]
    const heard = await heardBy(there)
    const session = await stored(here)
    await here.deleteById(session.id)
    await here.deleteById(session.id)
    session.changeSessionId()
    await expect(here.save(session)).rejects.toMatchObject({ code: 'SESSION_GONE' })
    await settled(heard, here)
    expect(heard.map(({ type }) => type)).toEqual(['created', 'deleted', 'created'])
  })

  test('nodes that sweep very many expired sessions tell of each once', async () => {
    const count = 700
    const past = Date.now() - 3_600_000
    const knex = connect(url)
    const rows = Array.from({ length: count }, (_, i) => ({
      PRIMARY_ID: `${i}`.padStart(36, 'p'),
      SESSION_ID: `${i}`.padStart(36, 's'),
      CREATION_TIME: past,
      LAST_ACCESS_TIME: past,
      MAX_INACTIVE_INTERVAL: 60,
      EXPIRY_TIME: past + 60_000,
    }))
    await knex.batchInsert('SPRING_SESSION', rows, 100)
    const nodes = [node(), node()]
    const all = await Promise.all(nodes.map(heardBy))
    const removed = await Promise.all(nodes.map((each) => each.cleanUpExpiredSessions()))
    expect(removed.reduce((sum, each) => sum + each, 0)).toBe(count)
    for (const heard of all) {
      await vi.waitFor(() => expect(heard).toHaveLength(count), 10_000)
      expect(new Set(heard.map(({ handle }) => handle)).size).toBe(count)
    }
    expect(all.flat().filter(({ local }) => local)).toHaveLength(count)
  })

  test('garbage in the table is passed over', async () => {
    const here = node()
    const heard = await heardBy(here)
    const knex = connect(url)
    const valid = {
      TOLD_AT: 0,
      NODE: 'n',
      EVENT_TYPE: 'deleted',
      CLAIM: '0',
      SESSION_ID: 'x'.repeat(36),
    }
    for (const wrong of [
      { ...valid, EVENT_TYPE: 'sneezed' },
      { ...valid, SESSION_ID: '../../etc/passwd' },
      { ...valid, EVENT_TYPE: 'id-changed' },
      { ...valid, PREVIOUS_ID: 'y'.repeat(36) },
      { ...valid, NODE: '' },
    ]) {
      await knex('SPRING_SESSION_EVENTS').insert(wrong)
    }
    await settled(heard, here)
    expect(heard).toHaveLength(1)
  })

  test('a table that is missing fails the save, and says what is needed', async () => {
    const here = node()
    await here.ready()
    await connect(url).raw('DROP TABLE SPRING_SESSION_EVENTS')
    const session = here.createSession()
    await expect(here.save(session)).rejects.toMatchObject({
      code: 'ILLEGAL_STATE',
      message: expect.stringContaining('eventTable: true'),
    })
    expect(await raw(url).keys()).toEqual([])
    await createSessionTables(connect(url), { eventTable: true })
    await here.save(session)
    expect(await raw(url).keys()).toEqual([session.id])
  })

  test('close() ends at once', async () => {
    const here = node()
    await heardBy(here)
    const before = performance.now()
    await here.close()
    expect(performance.now() - before).toBeLessThan(1000)
  })
}

describeWithService(mariadb, 'events on every node, by a table in MariaDB', async (server) => {
  const database = await freshDatabase(server)
  afterAll(() => database.drop())
  describeOutbox(database.url)
})

describe('events on every node, by a table in SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'session-events-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  describeOutbox(join(folder, 'sessions.db'))
})
