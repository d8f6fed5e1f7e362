import { expect, test } from 'vitest'
import type { IntegrationContract } from '../integration-contract.ts'
import { idOf } from '../session-cookie.ts'

export function describeReadsAndWrites({ start, raw, testNeeding }: IntegrationContract): void {
  testNeeding('prepared-saves', 'a read costs one store call', async () => {
    const app = await start()
    const client = await app.visitor()
    expect((await client.get('/read')).text).toBe('{"visit":"1"}')
    expect(app.store.calls).toEqual(['find'])
  })

  testNeeding(
    'prepared-saves',
    'a change costs one more, however many attributes it touches',
    async () => {
      const app = await start()
      const client = await app.visitor()
      await client.get('/set?a=1&b=2&c=3')
      expect(app.store.calls).toEqual(['find', 'update'])
    },
  )

  testNeeding('prepared-saves', 'a request that asks twice loads once', async () => {
    const app = await start({
      '/twice': async ({ getSession, requestSession }) => {
        await Promise.all([getSession(), getSession({ create: false })])
        await requestSession().isRequestedSessionIdValid()
        return { body: 'twice' }
      },
    })
    const client = await app.visitor()
    await client.get('/twice')
    expect(app.store.calls).toEqual(['find'])
  })

  test('the next request sees what was set, replaced, changed in place and removed', async () => {
    const app = await start({
      '/fill': async ({ getSession }) => {
        const { attributes } = await getSession()
        attributes.kept = 'kept'
        attributes.replaced = 'old'
        attributes.removed = 'old'
        attributes.list = [1]
        return { body: 'filled' }
      },
      '/change': async ({ getSession }) => {
        const { attributes } = await getSession()
        attributes.replaced = 'new'
        delete attributes.removed
        ;(attributes.list as number[]).push(2)
        return { body: 'changed' }
      },
    })
    const client = app.browser()
    await client.get('/fill')
    await client.get('/change')
    expect(JSON.parse((await client.get('/read')).text)).toEqual({
      kept: 'kept',
      replaced: 'new',
      list: [1, 2],
    })
  })

  test('the next request sees the interval that was set', async () => {
    const app = await start({
      '/stay': async ({ getSession }) => {
        ;(await getSession()).maxInactiveInterval = '2h'
        return { body: 'staying' }
      },
      '/interval': async ({ getSession }) => ({
        body: String((await getSession()).maxInactiveInterval),
      }),
    })
    const client = await app.visitor()
    await client.get('/stay')
    expect((await client.get('/interval')).text).toBe('7200')
  })

  testNeeding(
    'prepared-saves',
    'save() stores at once, and the response has nothing left to save',
    async () => {
      let storedAtSave: readonly string[] = []
      const app = await start({
        '/save': async ({ getSession }) => {
          const session = await getSession()
          session.attributes.n = 1
          await session.save()
          storedAtSave = await raw.keys()
          return { body: 'saved' }
        },
      })
      const client = app.browser()
      const { setCookies } = await client.get('/save')
      expect([storedAtSave, setCookies.length]).toEqual([[idOf(client)], 1])
      expect(app.store.calls).toEqual(['insert'])
      expect(await raw.keys()).toEqual([idOf(client)])
    },
  )

  test('what changes while the response waits for the store is stored with it', async () => {
    const app = await start({
      '/meanwhile': async ({ getSession }) => {
        const { attributes } = await getSession()
        attributes.first = 1
        const held = app.store.hold('update')
        void held.reached.then(() => {
          attributes.meanwhile = 2
          held.release()
        })
        return { body: 'noted' }
      },
    })
    const client = await app.visitor()
    expect((await client.get('/meanwhile')).text).toBe('noted')
    expect(app.store.calls).toEqual(['find', 'update', 'update'])
    expect(JSON.parse((await client.get('/read')).text)).toMatchObject({ first: 1, meanwhile: 2 })
  })

  test('a session cannot be used after its response', async () => {
    let late: (() => void) | undefined
    const app = await start({
      '/keep': async ({ getSession }) => {
        const session = await getSession()
        session.attributes.n = 1
        late = () => session.setAttribute('n', 2)
        return { body: 'kept' }
      },
    })
    await app.browser().get('/keep')
    expect(late).toThrow(expect.objectContaining({ code: 'ILLEGAL_STATE' }))
  })
}
