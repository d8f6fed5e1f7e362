import { expect, test } from 'vitest'
import { rawSession } from '../../repository/stored-session.ts'
import type { IntegrationContract, Routes } from '../integration-contract.ts'
import { cookieWith, forgedId, idOf } from '../session-cookie.ts'

const routes: Routes = {
  '/requested': async ({ requestSession }) => {
    const session = requestSession()
    const isValid = await session.isRequestedSessionIdValid()
    return { body: JSON.stringify([session.requestedSessionId ?? null, isValid]) }
  },
}

export function describeRequestedSession({ start, raw, testNeeding }: IntegrationContract): void {
  testNeeding(
    'prepared-saves',
    'the id of a live session is valid, and looking renews its access time',
    async () => {
      const app = await start(routes)
      const client = await app.visitor()
      const id = idOf(client)
      await raw.age(id, 60_000)
      const { lastAccessedTime: before } = await rawSession(raw, id)
      expect(before).toBeLessThan(Date.now() - 59_000)
      expect(JSON.parse((await client.get('/requested')).text)).toEqual([id, true])
      expect((await rawSession(raw, id)).lastAccessedTime).toBeGreaterThan(before)
      expect(app.store.calls).toEqual(['find'])
    },
  )

  test('without an id there is nothing to ask the store', async () => {
    const app = await start(routes)
    expect(JSON.parse((await app.browser().get('/requested')).text)).toEqual([null, false])
    expect(app.store.calls).toEqual([])
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
