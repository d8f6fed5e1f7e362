import { TestClient } from '@session/testing'
import { describeWithService, redis } from '@session/testing/services'
import { Redis } from 'ioredis'
import { afterAll, expect, test } from 'vitest'
import { startSample } from '../../start-sample.ts'

describeWithService(redis, 'the sample express-redis-json', (url) => {
  const client = new Redis(url)
  afterAll(() => client.disconnect())

  const start = async (): Promise<TestClient> =>
    new TestClient((await startSample(import.meta.url, { REDIS_URL: url })).url)
  const add = (till: TestClient, fields: Record<string, string>) =>
    till.get('/cart', { method: 'POST', body: new URLSearchParams(fields) })
  const keyOf = (till: TestClient): string =>
    `till:sessions:${Buffer.from(till.jar.get('SESSION') ?? '', 'base64')}`

  test('objects of the domain come back from Redis with their methods', async () => {
    const till = await start()
    expect((await add(till, { item: 'tea', price: '4.50', count: '2' })).status).toBe(201)
    await add(till, { item: 'cake', price: '0.10' })
    expect((await till.get('/cart')).text).toBe('2 × tea  9.00\n1 × cake  0.10\nTotal  9.10\n')
  })

  test('Redis holds JSON that people can read and other programs can write', async () => {
    const till = await start()
    await add(till, { item: 'tea', price: '4.50', count: '2' })
    const stored = '{"class":"cart","lines":[{"item":"tea","price":"4.50","count":2}]}'
    expect(await client.hget(keyOf(till), 'sessionAttr:cart')).toBe(stored)

    await client.hset(keyOf(till), 'sessionAttr:cart', stored.replace('4.50', '5.00'))
    expect((await till.get('/cart')).text).toContain('Total  10.00')
  })

  test('looking at a cart neither begins a session nor rewrites the cart', async () => {
    const till = await start()
    expect((await till.get('/cart')).setCookies).toEqual([])
    await add(till, { item: 'tea', price: '4.50' })
    // Spaces tell whether it was written again.
    const spaced = '{"class": "cart", "lines": []}'
    await client.hset(keyOf(till), 'sessionAttr:cart', spaced)
    await till.get('/cart')
    expect(await client.hget(keyOf(till), 'sessionAttr:cart')).toBe(spaced)
  })

  test('a cart that its class does not accept is missing, not a broken page', async () => {
    const till = await start()
    await add(till, { item: 'tea', price: '4.50' })
    await client.hset(keyOf(till), 'sessionAttr:cart', '{"class":"cart","lines":[{"item":1}]}')
    expect((await till.get('/cart')).text).toBe('Total  0.00\n')
  })

  test('refuses what is no amount', async () => {
    const answer = await add(await start(), { item: 'tea', price: '4,5' })
    expect(answer).toMatchObject({ status: 422, text: 'An amount looks like 4.50.\n' })
  })
})
