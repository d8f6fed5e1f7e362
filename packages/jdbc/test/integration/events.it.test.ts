import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import {
  describeWithService,
  freshDatabase,
  postgres,
  postgresExecutable,
  startPostgres,
} from '@session/testing/services'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createSessionTables, dropSessionTables } from '../../src/index.ts'
import { type Heard, heardBy, settled, stored, typesOf } from '../heard-by.ts'
import { closedAfterEach, type Repository } from '../own-nodes.ts'

const events = 'listen-notify'

describeWithService(postgres, 'events on every node, by notifications', async (server) => {
  const database = await freshDatabase(server)
  afterAll(() => database.drop())
  const { connect, open, raw } = closedAfterEach()
  beforeEach(async () => {
    const knex = connect(database.url)
    await createSessionTables(knex)
    await raw(database.url).clear()
  })
  const node = (): Repository => open(connect(database.url), { events })

  test('three nodes, one of them another process, hear of each end once; one of them is local', async () => {
    const [here, there] = [node(), node()]
    const [heardHere, heardThere] = [await heardBy(here), await heardBy(there)]
    const heardElsewhere: Heard[] = []
    const program = fileURLToPath(new URL('listening-node.fixture.ts', import.meta.url))
    const child = fork(program, [database.url], { execArgv: ['--import', 'tsx'] })
    try {
      await once(child, 'message')
      child.on('message', (event) => heardElsewhere.push(event as Heard))
      const sessions = [await stored(here), await stored(there), await stored(here)] as const
      await here.deleteById(sessions[0].id)
      child.send(sessions[1].id)
      await raw(database.url).age(sessions[2].id, 1_800_000)
      await Promise.all([here.cleanUpExpiredSessions(), there.cleanUpExpiredSessions()])
      const all = [heardHere, heardThere, heardElsewhere]
      await vi.waitFor(() => {
        for (const heard of all) expect(typesOf(heard, sessions[1].handle)).toContain('deleted')
      }, 5000)
      for (const heard of all) {
        for (const each of [here, there]) await settled(heard, each)
        expect(typesOf(heard, sessions[0].handle)).toEqual(['created', 'deleted'])
        expect(typesOf(heard, sessions[1].handle)).toEqual(['created', 'deleted'])
        expect(typesOf(heard, sessions[2].handle)).toEqual(['created', 'expired'])
      }
      for (const { handle } of sessions) {
        const ends = all.flat().filter((e) => e.handle === handle && e.type !== 'created')
        expect(ends.filter(({ local }) => local)).toHaveLength(1)
      }
    } finally {
      child.kill()
    }
  })

  test('two tables, also of one name in two schemas, never hear of each other', async () => {
    const knex = connect(database.url)
    await knex.raw('CREATE SCHEMA IF NOT EXISTS other')
    const tables = ['SPRING_SESSION', 'SPRING_SESSION2', 'other.SPRING_SESSION']
    const nodes: Repository[] = []
    for (const tableName of tables) {
      await createSessionTables(knex, { tableName })
      nodes.push(open(connect(database.url), { events, tableName }))
    }
    const inOther = open(connect(database.url, { searchPath: ['other'] }), { events })
    const heard = await Promise.all([...nodes, inOther].map(heardBy))
    const handles: string[] = []
    for (const each of nodes) handles.push((await stored(each)).handle)
    for (const [i, each] of nodes.entries()) await settled(heard[i] ?? [], each)
    await settled(heard[3] ?? [], nodes[2] as Repository)
    expect(heard.map((each) => handles.map((handle) => typesOf(each, handle).length))).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [0, 0, 1],
    ])
  })

  test('what others send on the channel is passed over', async () => {
    const here = node()
    const heard = await heardBy(here)
    const knex = connect(database.url)
    for (const garbage of ['', 'hello', 'deleted n 0 x', `sneezed n 0 ${'x'.repeat(36)}`]) {
      await knex.raw("SELECT pg_notify('session_' || 'SPRING_SESSION'::regclass::oid, ?)", [
        garbage,
      ])
    }
    await settled(heard, here)
    expect(heard).toHaveLength(1)
  })

  test('nothing is told of what was not stored', async () => {
    const [here, there] = [node(), node()]
    const heard = await heardBy(there)
    const session = await stored(here)
    await here.deleteById(session.id)
    await here.deleteById(session.id)
    session.setAttribute('a', 1)
    session.changeSessionId()
    await expect(here.save(session)).rejects.toMatchObject({ code: 'SESSION_GONE' })
    await settled(heard, here)
    expect(heard.map(({ type }) => type)).toEqual(['created', 'deleted', 'created'])
  })

  test('many nodes that sweep very many expired sessions tell of each once', async () => {
    const knex = connect(database.url)
    const count = 3000
    const past = Date.now() - 3_600_000
    await knex.raw(
      `INSERT INTO SPRING_SESSION SELECT gen_random_uuid(), gen_random_uuid(), ${past}, ${past}, 60, ${past + 60_000}, NULL
       FROM generate_series(1, ${count})`,
    )
    const nodes = [node(), node(), node()]
    const heard = await Promise.all(nodes.map(heardBy))
    const removed = await Promise.all(nodes.map((each) => each.cleanUpExpiredSessions()))
    expect(removed.reduce((sum, each) => sum + each, 0)).toBe(count)
    for (const each of heard) {
      await vi.waitFor(() => expect(each).toHaveLength(count), 10_000)
      expect(new Set(each.map(({ handle }) => handle)).size).toBe(count)
    }
    expect(heard.flat().filter(({ local }) => local)).toHaveLength(count)
  })

  test('a table that was made anew is heard of, after a gap', async () => {
    const [here, there] = [node(), node()]
    const heard = await heardBy(there)
    const gaps: unknown[] = []
    there.on('gap', (gap) => gaps.push(gap))
    await settled(heard, here)
    const knex = connect(database.url)
    await dropSessionTables(knex)
    await createSessionTables(knex)
    await vi.waitFor(() => expect(gaps).toHaveLength(1), 10_000)
    await settled(heard, here)
  }, 20_000)

  test('close() ends at once, and leaves no connection', async () => {
    const knex = connect(database.url)
    const here = open(knex, { events })
    await heardBy(here)
    const listening = async (): Promise<number> => {
      const answer = await knex.raw(
        "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'",
      )
      return Number(answer.rows[0].n)
    }
    expect(await listening()).toBe(1)
    const before = performance.now()
    await here.close()
    expect(performance.now() - before).toBeLessThan(1000)
    await vi.waitFor(async () => expect(await listening()).toBe(0))
  })
})

describeWithService(postgresExecutable, 'events when the server or the network fails', () => {
  const { connect, open, proxy } = closedAfterEach()

  describe('an answer that is lost', () => {
    test('does not cost the one who asked its event', async () => {
      const server = await startPostgres()
      try {
        await createSessionTables(connect(server.url))
        const before = await proxy(server.url)
        const [here, there] = [
          open(connect(before.url), { events }),
          open(connect(server.url), { events }),
        ]
        const [heardHere, heardThere] = [await heardBy(here), await heardBy(there)]
        const { id, handle } = await stored(here)
        await settled(heardHere, there)
        await before.setMode({ dropReplyTo: id })
        await expect(here.deleteById(id)).rejects.toMatchObject({ outcome: 'unknown' })
        await vi.waitFor(
          () => expect(typesOf(heardHere, handle)).toEqual(['created', 'deleted']),
          5000,
        )
        await vi.waitFor(
          () => expect(typesOf(heardThere, handle)).toEqual(['created', 'deleted']),
          5000,
        )
        await here.deleteById(id)
        await settled(heardHere, there)
        expect(heardHere.filter((event) => event.handle === handle)).toEqual([
          { type: 'created', handle, local: true },
          { type: 'deleted', handle, local: true },
        ])
        await Promise.all([here.close(), there.close()])
      } finally {
        await server.stop()
      }
    })
  })

  test('a server that is restarted, and a connection that is half-open, are heard again after a gap', async () => {
    const server = await startPostgres()
    try {
      await createSessionTables(connect(server.url))
      const before = await proxy(server.url)
      const [here, there] = [
        open(connect(server.url), { events }),
        open(connect(before.url), { events }),
      ]
      const heard = await heardBy(there)
      const gaps: (Date | undefined)[] = []
      there.on('gap', ({ since }) => gaps.push(since))
      await settled(heard, here)
      const last = Date.now()
      await server.kill()
      await server.restart()
      await vi.waitFor(() => expect(gaps).toHaveLength(1), 10_000)
      expect(gaps[0]?.getTime()).toBeLessThanOrEqual(last)
      await vi.waitFor(() => settled(heard, here), 10_000)

      await before.setMode('hold')
      const { handle } = await stored(here)
      // Nothing but silence tells: it gives the connection up, and asks for another.
      const { length } = before.connections
      await vi.waitFor(() => expect(before.connections.length).toBeGreaterThan(length), 15_000)
      await before.setMode('pass')
      await vi.waitFor(() => expect(gaps).toHaveLength(2), 10_000)
      await settled(heard, here)
      expect(typesOf(heard, handle).length).toBeLessThanOrEqual(1)

      await server.kill()
      const moment = performance.now()
      await Promise.all([here.close(), there.close()])
      expect(performance.now() - moment).toBeLessThan(2000)
    } finally {
      await server.stop()
    }
  }, 40_000)
})
