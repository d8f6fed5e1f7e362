import { randomUUID } from 'node:crypto'
import { TestClient } from '@session/testing'
import { describeWithService, redis } from '@session/testing/services'
import { expect, test } from 'vitest'
import { startSample } from '../../start-sample.ts'

const LAPTOP = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15'
const PHONE = 'Mozilla/5.0 (Linux; Android 15) Chrome/140.0.0.0 Mobile Safari/537.36'

describeWithService(redis, 'the sample find-by-username', (url) => {
  const start = () => startSample(import.meta.url, { REDIS_URL: url })

  const logIn = async (origin: string, name: string, userAgent: string, address: string) => {
    const browser = new TestClient(origin)
    const answer = await browser.get('/login', {
      method: 'POST',
      body: new URLSearchParams({ name }),
      headers: { 'user-agent': userAgent, 'x-forwarded-for': address },
    })
    expect(answer.status).toBe(303)
    return browser
  }

  const rowsOn = (page: string) =>
    [...page.matchAll(/<tr data-handle="([^"]+)">(.*?)<\/tr>/gs)].map(([, handle, cells]) => ({
      handle: String(handle),
      texts: Array.from(String(cells).matchAll(/<td>([^<]*)<\/td>/g), ([, text]) => text),
    }))
  const sessionsOf = async (browser: TestClient) => rowsOn((await browser.get('/')).text)
  const end = (browser: TestClient, handle: string) =>
    browser.get('/sessions/end', { method: 'POST', body: new URLSearchParams({ handle }) })

  test('lists a user’s sessions of every process, with device and location', async () => {
    const name = randomUUID()
    const [one, other] = await Promise.all([start(), start()])
    const laptop = await logIn(one.url, name, LAPTOP, '203.0.113.7')
    await logIn(other.url, name, PHONE, '198.51.100.7')
    await logIn(other.url, randomUUID(), PHONE, '192.0.2.7')
    const texts = (await sessionsOf(laptop)).map((row) => row.texts)
    expect(texts.sort()).toEqual([
      ['Chrome on Android', 'Oslo'],
      ['Safari on Mac', 'Kyoto', 'this browser'],
    ])
  })

  test('ends one session by its handle, and the console says so', async () => {
    const name = randomUUID()
    const sample = await start()
    const laptop = await logIn(sample.url, name, LAPTOP, '203.0.113.7')
    const phone = await logIn(sample.url, name, PHONE, '198.51.100.7')
    const others = (await sessionsOf(laptop)).filter(({ texts }) => !texts.includes('this browser'))
    expect(others).toHaveLength(1)
    const [{ handle } = { handle: '' }] = others
    await end(laptop, handle)
    expect(await sessionsOf(laptop)).toHaveLength(1)
    expect((await phone.get('/')).text).toContain('<h1>Log in</h1>')
    await expect.poll(sample.printed).toContain(`Session ${handle}: deleted`)
  })

  test('signs out everywhere else, and nowhere for others', async () => {
    const name = randomUUID()
    const { url: origin } = await start()
    const laptop = await logIn(origin, name, LAPTOP, '203.0.113.7')
    const phones = [
      await logIn(origin, name, PHONE, '198.51.100.7'),
      await logIn(origin, name, PHONE, '10.1.2.3'),
    ]
    const stranger = await logIn(origin, randomUUID(), PHONE, '127.0.0.1')
    await laptop.get('/sessions/end-others', { method: 'POST' })
    expect(await sessionsOf(laptop)).toHaveLength(1)
    for (const phone of phones) expect(await sessionsOf(phone)).toEqual([])
    expect(await sessionsOf(stranger)).toHaveLength(1)
  })

  test('nobody ends another user’s session, though they know its handle', async () => {
    const { url: origin } = await start()
    const victim = await logIn(origin, randomUUID(), LAPTOP, '203.0.113.7')
    const attacker = await logIn(origin, randomUUID(), PHONE, '198.51.100.7')
    const [{ handle } = { handle: '' }] = await sessionsOf(victim)
    await end(attacker, handle)
    await end(new TestClient(origin), handle)
    expect(await sessionsOf(victim)).toHaveLength(1)
  })

  test('no page contains the id of a session', async () => {
    const { url: origin } = await start()
    const browser = await logIn(origin, randomUUID(), LAPTOP, '203.0.113.7')
    const cookie = browser.jar.get('SESSION') ?? ''
    const { text } = await browser.get('/')
    expect(text).toContain('this browser')
    expect(text).not.toContain(cookie)
    expect(text).not.toContain(Buffer.from(cookie, 'base64').toString())
  })
})
