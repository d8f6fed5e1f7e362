import { expect, test } from 'vitest'
import type { ReadResponse } from '../../http/test-client.ts'
import type { IntegrationContract } from '../integration-contract.ts'
import { cookieWith, expiredCookie, idOf } from '../session-cookie.ts'
import { signal } from '../signal.ts'

const PARALLEL = 20

export function describeConcurrency({ start, raw, testNeeding }: IntegrationContract): void {
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

  testNeeding(
    'prepared-saves',
    'a logout during a slow writing request stays a logout',
    async () => {
      const { status, setCookies } = await slowWrite(start, {})
      expect([status, setCookies]).toEqual([200, [expiredCookie]])
      expect(await raw.keys()).toEqual([])
    },
  )

  test("with onGone: 'throw' the slow request is told", async () => {
    const { status, setCookies, text } = await slowWrite(start, { onGone: 'throw' })
    expect([status, text.includes('written')]).toEqual([409, false])
    expect(setCookies.filter((header) => header !== expiredCookie)).toEqual([])
    expect(await raw.keys()).toEqual([])
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
): Promise<ReadResponse> {
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
  return slow
}
