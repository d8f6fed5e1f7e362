import { expect, test } from 'vitest'
import type { IntegrationContract } from '../integration-contract.ts'
import { cookieWith, forgedId, idOf } from '../session-cookie.ts'

export function describeFirstVisit({ start, raw, testNeeding }: IntegrationContract): void {
  testNeeding(
    'prepared-saves',
    'stores the session in one call and sends exactly this cookie, once',
    async () => {
      const app = await start()
      const client = app.browser()
      const { status, setCookies } = await client.get('/set?a=1&b=2&c=3')
      expect(status).toBe(200)
      expect(setCookies).toEqual([
        expect.stringMatching(/^SESSION=[A-Za-z0-9+/]{48}; Path=\/; HttpOnly; SameSite=Lax$/),
      ])
      expect(client.jar.refused).toEqual([])
      expect(idOf(client)).toMatch(/^[A-Za-z0-9_-]{36}$/)
      expect(await raw.keys()).toEqual([idOf(client)])
      expect(app.store.calls).toEqual(['insert'])
    },
  )

  test('sends no cookie on the second request', async () => {
    const app = await start()
    const client = await app.visitor()
    for (const path of ['/read', '/set?more=1']) {
      expect((await client.get(path)).setCookies).toEqual([])
    }
  })

  test('stores nothing and sends nothing for a session that stays empty', async () => {
    const app = await start({
      '/open': async ({ getSession }) => ({ body: String((await getSession()).isNew) }),
    })
    const { text, setCookies } = await app.browser().get('/open')
    expect([text, setCookies, app.store.calls]).toEqual(['true', [], []])
  })

  test('stores an empty session that was started', async () => {
    const app = await start({
      '/start': async ({ getSession }) => {
        ;(await getSession()).start()
        return { body: 'started' }
      },
    })
    const client = app.browser()
    await client.get('/start')
    expect(await raw.keys()).toEqual([idOf(client)])
  })

  test('gives the same session however often it is asked for', async () => {
    const app = await start({
      '/same': async ({ getSession, requestSession }) => {
        const [one, two] = await Promise.all([getSession(), getSession()])
        one.start()
        const three = await getSession({ create: false })
        const four = await requestSession().getSession()
        return { body: String(one === two && two === three && three === four) }
      },
    })
    const client = app.browser()
    expect((await client.get('/same')).text).toBe('true')
    expect(await raw.keys()).toHaveLength(1)
  })

  test('tells a new session from one that was there', async () => {
    const app = await start({
      '/times': async ({ getSession }) => {
        const session = await getSession()
        session.start()
        const { isNew, creationTime, lastAccessedTime, maxInactiveInterval } = session
        return {
          body: JSON.stringify([isNew, +creationTime, +lastAccessedTime, maxInactiveInterval]),
        }
      },
    })
    const client = app.browser()
    const before = Date.now()
    const first = JSON.parse((await client.get('/times')).text)
    const second = JSON.parse((await client.get('/times')).text)
    expect([first[0], second[0]]).toEqual([true, false])
    expect([first[3], second[3]]).toEqual([1800, 1800])
    expect(first[1]).toBeGreaterThanOrEqual(before)
    expect(second[1]).toBe(first[1])
    expect(second[2]).toBeGreaterThanOrEqual(first[2])
  })

  test('adopts no id that it did not give out', async () => {
    const app = await start()
    const client = app.browser()
    const headers = { cookie: cookieWith(forgedId(1)) }
    await client.get('/set?a=1', { headers })
    expect(idOf(client)).toMatch(/^[A-Za-z0-9_-]{36}$/)
    expect(idOf(client)).not.toBe(forgedId(1))
    expect(await raw.keys()).toEqual([idOf(client)])
  })

  test('leaves an unknown cookie alone when no session is created', async () => {
    const app = await start()
    const headers = { cookie: cookieWith(forgedId(1)) }
    const { text, setCookies } = await app.browser().get('/read', { headers })
    expect([text, setCookies, app.store.calls]).toEqual(['none', [], ['find']])
  })
}
