import { expect, test } from 'vitest'
import { rawHead, rawRequest } from '../../http/raw-request.ts'
import type { IntegrationContract, Routes } from '../integration-contract.ts'
import { idOf } from '../session-cookie.ts'

const routes: Routes = Object.fromEntries(
  [200, 204, 304].map((status) => [
    `/${status}`,
    async ({ getSession }) => {
      ;(await getSession()).attributes.status = status
      return { status }
    },
  ]),
) satisfies Routes

export function describeBodilessResponses({ start, raw, testNeeding }: IntegrationContract): void {
  test.each([200, 204, 304])(
    'a response with status %i and no body waits for the save',
    async (status) => {
      const app = await start(routes)
      const client = app.browser()
      const held = app.store.hold('insert')
      let hasLeft = false
      const response = client.get(`/${status}`).finally(() => {
        hasLeft = true
      })
      await held.reached
      await app.browser().get('/untouched')
      expect(hasLeft).toBe(false)
      held.release()
      expect(await response).toMatchObject({ status, text: '' })
      expect((await client.get('/read')).text).toBe(`{"status":${status}}`)
    },
  )

  test('an answer to HEAD carries the cookie of the session that it stored', async () => {
    const app = await start()
    const client = app.browser()
    const { status, setCookies, text } = await client.get('/set?a=1', { method: 'HEAD' })
    expect([status, setCookies.length, text]).toEqual([200, 1, ''])
    expect(await raw.keys()).toEqual([idOf(client)])
  })

  testNeeding('http1', 'an answer to HEAD has no body', async () => {
    const app = await start()
    const received = await rawRequest(app.url, rawHead('HEAD', '/set?a=1'))
    expect(received).toMatch(/^HTTP\/1\.1 200 /)
    expect(received).toMatch(/\r\n\r\n$/)
    expect(received.split('\r\n\r\n')).toHaveLength(2)
  })

  test('a change during HEAD is seen by the next request', async () => {
    const app = await start()
    const client = await app.visitor()
    await client.get('/set?head=1', { method: 'HEAD' })
    expect(JSON.parse((await client.get('/read')).text)).toMatchObject({ head: '1' })
  })
}
