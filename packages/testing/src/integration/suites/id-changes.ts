import { expect, test } from 'vitest'
import type { IntegrationContract } from '../integration-contract.ts'
import { cookieWith, idOf } from '../session-cookie.ts'

export function describeIdChanges({ start, raw, testNeeding }: IntegrationContract): void {
  testNeeding(
    'prepared-saves',
    'a login keeps the attributes under a new id, and the old one is dead',
    async () => {
      const app = await start()
      const client = await app.visitor()
      const before = idOf(client)
      const { setCookies } = await client.get('/login?name=alice')
      expect(setCookies).toEqual([
        expect.stringMatching(/^SESSION=[A-Za-z0-9+/]{48}; Path=\/; HttpOnly; SameSite=Lax$/),
      ])
      expect(idOf(client)).not.toBe(before)
      expect(await raw.keys()).toEqual([idOf(client)])
      expect(app.store.calls).toEqual(['find', 'update'])
      expect(JSON.parse((await client.get('/read')).text)).toMatchObject({ visit: '1' })
      const old = await app.browser().get('/read', { headers: { cookie: cookieWith(before) } })
      expect(old.text).toBe('none')
    },
  )

  testNeeding('indexes', 'who logged in is found by name', async () => {
    const app = await start()
    const client = await app.visitor()
    await client.get('/login?name=alice')
    const found = await app.repository.findByPrincipalName?.('alice')
    expect([...(found?.keys() ?? [])]).toEqual([idOf(client)])
  })

  test('a session that is not stored yet is stored under its last id only', async () => {
    const app = await start({
      '/change': async ({ getSession }) => {
        const session = await getSession()
        session.changeSessionId()
        session.attributes.id = session.changeSessionId()
        return { body: 'changed' }
      },
    })
    const client = app.browser()
    expect((await client.get('/change')).setCookies).toHaveLength(1)
    expect(await raw.keys()).toEqual([idOf(client)])
    expect(JSON.parse((await client.get('/read')).text)).toEqual({ id: idOf(client) })
  })

  test('a login during a logout elsewhere is an error, and gives out no id', async () => {
    const app = await start()
    const client = await app.visitor()
    const cookie = cookieWith(idOf(client))
    const held = app.store.hold('update')
    const login = client.get('/login')
    await held.reached
    await app.browser().get('/logout', { headers: { cookie } })
    held.release()
    const { status, setCookies, text } = await login
    expect([status, text]).not.toEqual([200, 'welcome'])
    expect(status).toBe(409)
    expect(setCookies.filter((header) => !header.startsWith('SESSION=;'))).toEqual([])
    expect(await raw.keys()).toEqual([])
  })
}
