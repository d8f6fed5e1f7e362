import { TestClient } from '@session/testing'
import { describeWithService, freshDatabase, postgres } from '@session/testing/services'
import createKnex from 'knex'
import { expect, onTestFinished, test } from 'vitest'
import { startSample } from '../../start-sample.ts'

describeWithService(postgres, 'the sample jdbc-json', (server) => {
  const start = async () => {
    const database = await freshDatabase(server)
    onTestFinished(() => database.drop())
    const { url } = await startSample(import.meta.url, { DATABASE_URL: database.url })
    const knex = createKnex({ client: 'pg', connection: database.url })
    onTestFinished(() => knex.destroy())
    return { url, knex }
  }
  const put = async (visitor: TestClient, ...items: string[]): Promise<void> => {
    for (const item of items) {
      const answer = await visitor.get('/cart', {
        method: 'POST',
        body: new URLSearchParams({ item }),
      })
      expect(answer.status).toBe(201)
    }
  }

  test('SQL sums up the carts of all sessions', async () => {
    const { url } = await start()
    const [ada, grace] = [new TestClient(url), new TestClient(url)]
    await put(ada, 'tea', 'tea', 'a “fine” cake')
    await put(grace, 'tea')
    expect(JSON.parse((await ada.get('/report')).text)).toEqual([
      { item: 'tea', carts: 2, pieces: 3 },
      { item: 'a “fine” cake', carts: 1, pieces: 1 },
    ])
  })

  test('asking neither renews nor begins a session', async () => {
    const { url, knex } = await start()
    await put(new TestClient(url), 'tea')
    const before = await knex('spring_session')
    expect((await new TestClient(url).get('/report')).setCookies).toEqual([])
    expect(await knex('spring_session')).toEqual(before)
  })

  test('the column is JSONB, and what SQL writes into it the application reads', async () => {
    const { url, knex } = await start()
    const ada = new TestClient(url)
    await put(ada, 'tea')
    const { attribute_bytes } = await knex('spring_session_attributes').columnInfo()
    expect(attribute_bytes?.type).toBe('jsonb')

    await knex.raw(`
      UPDATE SPRING_SESSION_ATTRIBUTES
      SET ATTRIBUTE_BYTES = jsonb_set(ATTRIBUTE_BYTES, '{0,count}', '41')
      WHERE ATTRIBUTE_NAME = 'cart'`)
    const answer = await ada.get('/cart', {
      method: 'POST',
      body: new URLSearchParams({ item: 'tea' }),
    })
    expect(JSON.parse(answer.text)).toEqual([{ item: 'tea', count: 42 }])
  })

  test('refuses an item without a name', async () => {
    const { url } = await start()
    expect((await new TestClient(url).get('/cart', { method: 'POST' })).status).toBe(422)
  })
})
