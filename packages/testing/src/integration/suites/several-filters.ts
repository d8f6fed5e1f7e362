import { expect, test } from 'vitest'
import type { IntegrationContract, Routes } from '../integration-contract.ts'
import { idOf } from '../session-cookie.ts'

const routes: Routes = {
  '/both': async ({ getSession, requestSession }) => {
    const customer = await getSession()
    const admin = await requestSession('getAdminSession').getSession()
    customer.attributes.who = 'customer'
    admin.attributes.who = 'admin'
    return { body: 'both' }
  },
  '/admin': async ({ requestSession }) => {
    const session = await requestSession('getAdminSession').getSession({ create: false })
    return { body: String(session?.getAttribute('who')) }
  },
  '/admin-logout': async ({ requestSession }) => {
    await requestSession('getAdminSession').invalidateSession()
    return { body: 'bye' }
  },
}

export function describeSeveralFilters({
  start,
  raw,
  open,
  testNeeding,
}: IntegrationContract): void {
  testNeeding('prepared-saves', 'two filters keep two sessions apart', async () => {
    const admins = await open()
    const app = await start(
      routes,
      {},
      { repository: admins.repository, property: 'getAdminSession', cookie: { name: 'ADMIN' } },
    )
    const client = app.browser()
    const { setCookies, headers } = await client.get('/both')
    expect(setCookies.map((header) => header.split('=')[0]).sort()).toEqual(['ADMIN', 'SESSION'])
    expect(headers.get('vary')).toMatch(/^cookie$/i)
    expect([app.store.calls, admins.store.calls]).toEqual([['insert'], ['insert']])
    expect(new Set(await raw.keys())).toEqual(new Set([idOf(client), idOf(client, 'ADMIN')]))
    expect((await client.get('/read')).text).toBe('{"who":"customer"}')
    expect((await client.get('/admin')).text).toBe('admin')
  })

  test('the end of one session leaves the other alone', async () => {
    const admins = await open()
    const app = await start(
      routes,
      {},
      { repository: admins.repository, property: 'getAdminSession', cookie: { name: 'ADMIN' } },
    )
    const client = app.browser()
    await client.get('/both')
    await client.get('/admin-logout')
    expect((await client.get('/admin')).text).toBe('undefined')
    expect((await client.get('/read')).text).toBe('{"who":"customer"}')
  })

  testNeeding('prepared-saves', 'one that is mounted twice works once', async () => {
    const app = await start({}, {}, {})
    const client = app.browser()
    expect((await client.get('/set?a=1')).setCookies).toHaveLength(1)
    expect((await client.get('/read')).text).toBe('{"a":"1"}')
    expect(await raw.keys()).toEqual([idOf(client)])
    expect(app.store.calls).toEqual(['insert', 'find'])
  })

  test('two with different repositories under one name are refused', async () => {
    const { repository } = await open()
    const app = await start({}, {}, { repository })
    expect((await app.browser().get('/untouched')).status).toBe(500)
  })
}
