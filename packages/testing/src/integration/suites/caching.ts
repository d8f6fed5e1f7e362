import { expect, test } from 'vitest'
import type { IntegrationHandler } from '../integration-app.ts'
import type { IntegrationContract } from '../integration-contract.ts'

const respondingWith =
  (headers: Record<string, string>): IntegrationHandler =>
  async ({ getSession }) => {
    ;(await getSession()).attributes.n = 1
    return { headers, body: 'page' }
  }

export function describeCaching({ start }: IntegrationContract): void {
  test('a response with a new id is not to be stored', async () => {
    const app = await start()
    expect((await app.browser().get('/set?a=1')).headers.get('cache-control')).toBe('no-store')
  })

  test('unless the application said what may be done with it', async () => {
    const app = await start({ '/page': respondingWith({ 'Cache-Control': 'private, max-age=60' }) })
    const { headers } = await app.browser().get('/page')
    expect(headers.get('cache-control')).toBe('private, max-age=60')
  })

  test('a response without a new id says nothing about caching', async () => {
    const app = await start()
    const client = await app.visitor()
    for (const path of ['/read', '/set?b=2']) {
      expect((await client.get(path)).headers.get('cache-control')).toBeNull()
    }
  })

  test('every response that was made with a session depends on the cookie', async () => {
    const app = await start()
    const client = await app.visitor()
    for (const path of ['/read', '/set?b=2', '/login', '/logout', '/read']) {
      expect((await client.get(path)).headers.get('vary'), path).toMatch(/^cookie$/i)
    }
  })

  test("is added to the application's own Vary, once", async () => {
    const app = await start({
      '/other': respondingWith({ Vary: 'Accept-Encoding' }),
      '/same': respondingWith({ Vary: 'cookie' }),
      '/any': respondingWith({ Vary: '*' }),
    })
    const client = app.browser()
    const vary = async (path: string): Promise<string[] | undefined> =>
      (await client.get(path)).headers.get('vary')?.toLowerCase().split(/, ?/)
    expect(await vary('/other')).toEqual(['accept-encoding', 'cookie'])
    expect(await vary('/same')).toEqual(['cookie'])
    expect(await vary('/any')).toEqual(['*'])
  })
}
