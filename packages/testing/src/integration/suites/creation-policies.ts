import { expect, test } from 'vitest'
import type { IntegrationContract, Routes } from '../integration-contract.ts'
import { idOf } from '../session-cookie.ts'

const routes: Routes = {
  '/open': async ({ getSession }) => {
    try {
      return { body: String((await getSession()).isNew) }
    } catch (error) {
      return { body: (error as { code: string }).code }
    }
  },
}

export function describeCreationPolicies({ start, raw, testNeeding }: IntegrationContract): void {
  test("'always' stores a session that stays empty", async () => {
    const app = await start(routes, { creationPolicy: 'always' })
    const client = app.browser()
    expect((await client.get('/open')).text).toBe('true')
    expect(await raw.keys()).toEqual([idOf(client)])
  })

  test("'never' uses a session that is there", async () => {
    const app = await start(routes, { creationPolicy: 'never' })
    const session = app.repository.createSession()
    session.setAttribute('made', 'elsewhere')
    await app.repository.save(session)
    const cookie = `SESSION=${Buffer.from(session.id).toString('base64')}`
    const client = app.browser()
    expect((await client.get('/read', { headers: { cookie } })).text).toBe('{"made":"elsewhere"}')
    expect((await client.get('/read')).text).toBe('none')
  })

  testNeeding('rejecting-sessions', "'never' refuses to create one", async () => {
    const app = await start(routes, { creationPolicy: 'never' })
    expect((await app.browser().get('/open')).text).toBe('ILLEGAL_STATE')
    expect(app.store.calls).toEqual([])
  })

  testNeeding('rejecting-sessions', "'stateless' neither reads nor creates", async () => {
    const app = await start(routes, { creationPolicy: 'stateless' })
    const headers = { cookie: 'SESSION=Zm9yZ2VkLTF4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4' }
    const client = app.browser()
    expect((await client.get('/open', { headers })).text).toBe('ILLEGAL_STATE')
    expect((await client.get('/read', { headers })).text).toBe('none')
    expect((await client.get('/logout', { headers })).setCookies).toEqual([])
    expect(app.store.calls).toEqual([])
  })

  testNeeding(
    'prepared-saves',
    "load: 'eager' loads before the handler, and creates nothing",
    async () => {
      const app = await start(routes, { load: 'eager' })
      const client = await app.visitor()
      expect((await client.get('/untouched')).setCookies).toEqual([])
      expect(app.store.calls).toEqual(['find'])
      app.store.forgetCalls()
      expect((await app.browser().get('/untouched')).setCookies).toEqual([])
      expect(app.store.calls).toEqual([])
    },
  )

  test("load: 'eager' answers an outage without calling the handler", async () => {
    const app = await start(routes, { load: 'eager' })
    const client = await app.visitor()
    app.store.fail('find')
    const { status, text } = await client.get('/untouched')
    expect([status, text.includes('untouched')]).toEqual([503, false])
  })
}
