import { describeWithService, freshDatabase, postgres } from '@session/testing/services'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSessionTables } from '../../src/index.ts'
import { CANARY, newSession, refusalOf, stored } from '../failing-calls.ts'
import { closedAfterEach } from '../own-nodes.ts'

describeWithService(postgres, 'a pool of connections to PostgreSQL', async (url) => {
  const { connect, open, proxy } = closedAfterEach()
  const database = await freshDatabase(url)
  afterAll(() => database.drop())
  beforeAll(async () => {
    const knex = connect(database.url)
    await createSessionTables(knex)
    await knex.destroy()
  })

  test('keeps none on a dead network: the next call is carried out on a new one', async () => {
    const before = await proxy(database.url)
    const knex = connect(before.url, { pool: { min: 0, max: 1 } })
    const repository = open(knex, { storeTimeout: '1s' })
    const session = await stored(repository)
    await before.setMode('hold')
    // New connections get through; the one that stands stays silent.
    Object.assign(knex.client.connectionSettings, { port: Number(new URL(database.url).port) })
    expect(await refusalOf(repository.findById(session.id), [session.id])).toMatchObject({
      code: 'STORE_TIMEOUT',
    })
    expect((await repository.findById(session.id))?.getAttribute('card')).toBe(CANARY)
    session.setAttribute('more', 1)
    await repository.save(session)
    expect(before.connections).toHaveLength(1)
  })

  test('keeps one whose statement the server gave up', async () => {
    const knex = connect(database.url, { pool: { min: 0, max: 1 } })
    const repository = open(knex, { storeTimeout: '300ms' })
    const session = await stored(repository)
    const pid = async (): Promise<unknown> =>
      (await knex.raw('SELECT pg_backend_pid() AS pid')).rows[0].pid
    const first = await pid()
    const other = await connect(database.url).transaction()
    await other.raw('SELECT 1 FROM SPRING_SESSION WHERE SESSION_ID = ? FOR UPDATE', [session.id])
    session.setAttribute('late', 1)
    expect(await refusalOf(repository.save(session), [session.id])).toMatchObject({
      code: 'STORE_TIMEOUT',
    })
    expect(await pid()).toBe(first)
    await other.rollback()
    expect((await repository.findById(session.id))?.attributeNames).not.toContain('late')
  })

  test('is given back what came too late for a call, and nothing is written then', async () => {
    const knex = connect(database.url, { pool: { min: 0, max: 1 } })
    const repository = open(knex, { storeTimeout: '300ms' })
    const { id } = await stored(repository)
    const held = await knex.transaction()
    const late = newSession(repository)
    expect(await refusalOf(repository.save(late), [late.id])).toMatchObject({
      code: 'STORE_TIMEOUT',
      outcome: 'unknown',
    })
    await held.rollback()
    expect((await repository.findById(id))?.id).toBe(id)
    expect(await repository.findById(late.id)).toBeUndefined()
  })

  test('tells those who listen to knex of statements, and of no id', async () => {
    const knex = connect(database.url)
    const told: unknown[] = []
    knex.on('query', (query) => told.push(query))
    const { id } = await stored(open(knex))
    expect(JSON.stringify(told)).toContain('INSERT INTO SPRING_SESSION')
    for (const secret of [id, CANARY]) expect(JSON.stringify(told)).not.toContain(secret)
  })
})
