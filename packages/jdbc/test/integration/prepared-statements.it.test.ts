import { describeWithService, freshDatabase, postgres } from '@session/testing/services'
import { afterAll, expect, test } from 'vitest'
import { closedAfterAll, stored } from '../open-repository.ts'

describeWithService(postgres, 'prepared statements', async (url) => {
  const { connect, open } = closedAfterAll()
  const database = await freshDatabase(url)
  afterAll(() => database.drop())

  test('are prepared once a connection, under names of ours', async () => {
    const knex = connect(database.url, { min: 1, max: 1 })
    const repository = open(knex)
    const { id } = await stored(repository)
    for (let n = 0; n < 3; n++) await repository.findById(id)
    const { rows } = await knex.raw('SELECT name FROM pg_prepared_statements')
    expect(rows).toHaveLength(2)
    for (const { name } of rows) expect(name).toMatch(/^session_[0-9a-f]{32}$/)
  })

  test('that a pooler has forgotten are done without', async () => {
    const knex = connect(database.url, { min: 1, max: 1 })
    const repository = open(knex)
    const session = await stored(repository)
    await repository.findById(session.id)
    await knex.raw('DEALLOCATE ALL')
    expect((await repository.findById(session.id))?.getAttribute('name')).toBe('Ada')
    session.setAttribute('name', 'Grace')
    await repository.save(session)
    const { rows } = await knex.raw('SELECT 1 FROM pg_prepared_statements')
    expect(rows).toEqual([])
  })

  test('outlive a change of the tables', async () => {
    const knex = connect(database.url, { min: 1, max: 1 })
    const repository = open(knex)
    const session = await stored(repository)
    await repository.findById(session.id, { touch: true })
    await knex.raw('ALTER TABLE SPRING_SESSION ADD COLUMN NOTE VARCHAR(20)')
    await knex.raw('ALTER TABLE SPRING_SESSION_ATTRIBUTES ADD COLUMN NOTE VARCHAR(20)')
    expect(await repository.findById(session.id, { touch: true })).toBeDefined()
    session.setAttribute('name', 'Grace')
    await repository.save(session)
    await repository.deleteById(session.id)
    await stored(repository)
  })
})
