import { expect, test } from 'vitest'
import { rawSession } from '../../repository/stored-session.ts'
import type { IntegrationContract, Routes } from '../integration-contract.ts'
import { idOf } from '../session-cookie.ts'

const routes: Routes = {
  '/remember': async ({ getSession }) => {
    ;(await getSession()).rememberMe()
    return { body: 'remembered' }
  },
  '/remember-week': async ({ getSession }) => {
    ;(await getSession()).rememberMe('7d')
    return { body: 'remembered' }
  },
}

const remembered =
  /^SESSION=[A-Za-z0-9+/]{48}; Max-Age=2147483647; Expires=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/

export function describeRememberMe({ start, raw }: IntegrationContract): void {
  test('keeps the session for thirty days, and the cookie beyond the browser window', async () => {
    const app = await start(routes)
    const client = app.browser()
    const { setCookies } = await client.get('/remember')
    expect(setCookies).toEqual([expect.stringMatching(remembered)])
    expect((await rawSession(raw, idOf(client))).maxInactiveInterval).toBe(30 * 24 * 3600)
  })

  test('takes another validity', async () => {
    const app = await start(routes)
    const client = app.browser()
    await client.get('/remember-week')
    expect((await rawSession(raw, idOf(client))).maxInactiveInterval).toBe(7 * 24 * 3600)
  })

  test('tells a client that knows the id already', async () => {
    const app = await start(routes)
    const client = await app.visitor()
    const before = idOf(client)
    const { setCookies } = await client.get('/remember')
    expect(setCookies).toEqual([expect.stringMatching(remembered)])
    expect(idOf(client)).toBe(before)
  })

  test('outlives an id change in a later request', async () => {
    const app = await start(routes)
    const client = app.browser()
    await client.get('/remember')
    const { setCookies } = await client.get('/login')
    expect(setCookies).toEqual([expect.stringMatching(remembered)])
  })
}
