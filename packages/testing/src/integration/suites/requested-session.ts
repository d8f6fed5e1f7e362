import { expect, test } from 'vitest'
import type { IntegrationContract, Routes } from '../integration-contract.ts'
import { cookieWith, forgedId, idOf } from '../session-cookie.ts'

const routes: Routes = {
  '/requested': async ({ requestSession }) => {
    const session = requestSession()
    const isValid = await session.isRequestedSessionIdValid()
    return { body: JSON.stringify([session.requestedSessionId ?? null, isValid]) }
  },
}

export function describeRequestedSession({ start }: IntegrationContract): void {
  test('the id of a live session is valid, and looking renews its access time', async () => {
    const app = await start(routes)
    const client = await app.visitor()
    const id = idOf(client)
    const stored = app.repository.stored.get(id)
    expect(stored).toBeDefined()
    const minuteAgo = Date.now() - 60_000
    app.repository.stored.set(id, { ...stored!, lastAccessedTime: minuteAgo })
    expect(JSON.parse((await client.get('/requested')).text)).toEqual([id, true])
    expect(app.repository.stored.get(id)?.lastAccessedTime).toBeGreaterThan(minuteAgo)
    expect(app.repository.calls).toEqual(['find'])
  })

  test('without an id there is nothing to ask the store', async () => {
    const app = await start(routes)
    expect(JSON.parse((await app.browser().get('/requested')).text)).toEqual([null, false])
    expect(app.repository.calls).toEqual([])
  })

  test('of several unknown ids the first is the requested one', async () => {
    const app = await start(routes)
    const headers = { cookie: `${cookieWith(forgedId(1))}; ${cookieWith(forgedId(2))}` }
    const { text } = await app.browser().get('/requested', { headers })
    expect(JSON.parse(text)).toEqual([forgedId(1), false])
  })

  test('of several ids the one that has a session is taken', async () => {
    const app = await start(routes)
    const id = idOf(await app.visitor())
    const headers = { cookie: `${cookieWith(forgedId(1))}; ${cookieWith(id)}` }
    expect(JSON.parse((await app.browser().get('/requested', { headers })).text)).toEqual([
      id,
      true,
    ])
  })
}
