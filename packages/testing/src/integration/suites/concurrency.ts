import { expect, test } from 'vitest'
import type { IntegrationContract, TestedApp } from '../integration-contract.ts'
import { cookieWith, expiredCookie, idOf } from '../session-cookie.ts'
import { signal } from '../signal.ts'

const PARALLEL = 20

export function describeConcurrency({ start }: IntegrationContract): void {
  test('twenty parallel requests that each set their own attribute keep all twenty', async () => {
    const allLoaded = signal()
    let loaded = 0
    const app = await start({
      '/mine': async ({ query, getSession }) => {
        const session = await getSession()
        loaded++
        if (loaded === PARALLEL) allLoaded.give()
        await allLoaded.given
        session.setAttribute(`own-${query.get('n')}`, 1)
        return { body: 'noted' }
      },
    })
    const client = await app.visitor()
    const paths = Array.from({ length: PARALLEL }, (_, n) => `/mine?n=${n}`)
    const responses = await Promise.all(paths.map((path) => client.get(path)))
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]))
    expect(responses.flatMap(({ setCookies }) => setCookies)).toEqual([])
    const attributes = JSON.parse((await client.get('/read')).text) as object
    expect(Object.keys(attributes).filter((name) => name.startsWith('own-'))).toHaveLength(PARALLEL)
  })

  test('a logout during a slow writing request stays a logout', async () => {
    const { app, slow } = await slowWrite(start, {})
    const { status, setCookies } = await slow
    expect([status, setCookies]).toEqual([200, [expiredCookie]])
    expect(app.repository.stored.size).toBe(0)
  })

  test("with onGone: 'throw' the slow request is told", async () => {
    const { app, slow } = await slowWrite(start, { onGone: 'throw' })
    const { status, setCookies, text } = await slow
    expect([status, text.includes('written')]).toEqual([409, false])
    expect(setCookies.filter((header) => header !== expiredCookie)).toEqual([])
    expect(app.repository.stored.size).toBe(0)
  })

  test('a logout during a slow reading request leaves it alone', async () => {
    const [reached, released] = [signal(), signal()]
    const app = await start({
      '/slow': async ({ getSession }) => {
        const { attributes } = await getSession()
        reached.give()
        await released.given
        return { body: String(attributes.visit) }
      },
    })
    const client = await app.visitor()
    const cookie = cookieWith(idOf(client))
    const slow = client.get('/slow')
    await reached.given
    await app.browser().get('/logout', { headers: { cookie } })
    released.give()
    expect(await slow).toMatchObject({ status: 200, text: '1' })
  })
}

/** A request that writes while somebody with the same session logs out. */
async function slowWrite(
  start: IntegrationContract['start'],
  options: { onGone?: 'throw' },
): Promise<{ app: TestedApp; slow: ReturnType<ReturnType<TestedApp['browser']>['get']> }> {
  const [reached, released] = [signal(), signal()]
  const app = await start(
    {
      '/slow': async ({ getSession }) => {
        const { attributes } = await getSession()
        reached.give()
        await released.given
        attributes.written = true
        return { body: 'written' }
      },
    },
    options,
  )
  const client = await app.visitor()
  const cookie = cookieWith(idOf(client))
  const slow = client.get('/slow')
  await reached.given
  await app.browser().get('/logout', { headers: { cookie } })
  released.give()
  return { app, slow }
}
