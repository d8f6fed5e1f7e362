import { TestClient } from '@session/testing'
import { describeWithService, redis } from '@session/testing/services'
import { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import { startSample } from '../../start-sample.ts'

describeWithService(redis, 'the sample express-redis', (url) => {
  const start = () => startSample(import.meta.url, { REDIS_URL: url })

  const form = (fields: Record<string, string>): RequestInit => ({
    method: 'POST',
    body: new URLSearchParams(fields),
  })

  test('two processes share a visitor’s sessions from the first visit to the logout', async () => {
    const [one, other] = (await Promise.all([start(), start()])).map(({ url }) => url)
    const browser = new TestClient('http://localhost') // its cookies know no ports
    const page = async (shop = one): Promise<string> => (await browser.get(`${shop}/`)).text

    expect(await page(one)).toContain('Visit 1, ')
    expect(await page(other)).toContain('Visit 2, ')
    await browser.get(`${one}/theme`, form({ theme: 'dark' }))
    await browser.get(`${other}/cart`, form({ item: 'tea' }))
    await browser.get(`${one}/cart`, form({ item: '<b>milk</b>' }))
    expect(await page(other)).toContain('color-scheme: dark')
    expect(await page(other)).toContain('<li>tea</li><li>&#60;b&#62;milk&#60;/b&#62;</li>')

    const anonymous = browser.jar.get('SESSION')
    await browser.get(`${one}/login`, form({ name: 'ada' }))
    const loggedIn = browser.jar.get('SESSION')
    expect(loggedIn).not.toBe(anonymous)
    expect(await page(other)).toContain('Hello, ada')
    expect(await page(other)).toContain('<li>tea</li>')

    await browser.get(`${other}/logout`, { method: 'POST' })
    expect(browser.jar.size).toBe(0)
    for (const dead of [anonymous, loggedIn]) {
      const answer = await fetch(`${one}/`, { headers: { cookie: `SESSION=${dead}` } })
      expect(await answer.text()).toContain('Visit 1, ')
    }
  })

  test('a session outlives the process that made it', async () => {
    const doomed = await start()
    const visitor = new TestClient(doomed.url)
    await visitor.get('/login', form({ name: 'grace' }))
    await doomed.end('SIGKILL')
    const next = await start()
    const cookie = `SESSION=${visitor.jar.get('SESSION')}`
    expect(await (await fetch(next.url, { headers: { cookie } })).text()).toContain('Hello, grace')
  })

  test('a session is one hash, with each attribute in a field of its own', async () => {
    const visitor = new TestClient((await start()).url)
    await visitor.get('/cart', form({ item: 'tea' }))
    const id = Buffer.from(visitor.jar.get('SESSION') ?? '', 'base64').toString()
    const client = new Redis(url)
    try {
      expect(await client.hgetall(`shop:sessions:${id}`)).toMatchObject({
        maxInactiveInterval: '1800',
        'sessionAttr:cart': '["tea"]',
      })
    } finally {
      client.disconnect()
    }
  })

  test.each([
    ['/theme', { theme: 'green' }],
    ['/cart', {}],
    ['/login', { name: '' }],
  ])('%s refuses %o, and stores nothing', async (path, fields) => {
    const answer = await new TestClient((await start()).url).get(path, form(fields as never))
    expect(answer.status).toBe(422)
    expect(answer.setCookies).toEqual([])
  })

  test('ends cleanly when it is asked to', async () => {
    const sample = await start()
    await fetch(sample.url)
    expect(await sample.end('SIGTERM')).toBe(0)
  })
})
