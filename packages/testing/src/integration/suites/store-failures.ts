import { expect, test } from 'vitest'
import { rawHead, rawRequest } from '../../http/raw-request.ts'
import type { ReadResponse } from '../../http/test-client.ts'
import type { IntegrationContract } from '../integration-contract.ts'
import { cookieWith, idOf } from '../session-cookie.ts'
import { driverSecret } from '../store-gate.ts'

/** One clean error: a retry may help, and nothing tells what went wrong inside. */
function expectOutage({ status, headers, setCookies, text }: ReadResponse): void {
  expect([status, headers.get('retry-after')]).toEqual([503, '1'])
  expect(setCookies).toEqual([])
  for (const inner of [driverSecret, 'ECONNREFUSED', 'STORE_', 'node_modules', '.ts']) {
    expect(text).not.toContain(inner)
  }
}

export function describeStoreFailures({ start, testNeeding }: IntegrationContract): void {
  test('a session that cannot be read is an outage, not an anonymous user', async () => {
    const app = await start()
    const client = await app.visitor()
    app.store.fail('find')
    expectOutage(await client.get('/read'))
    expect((await client.get('/untouched')).status).toBe(200)
    app.store.heal()
    expect((await client.get('/read')).text).toBe('{"visit":"1"}')
  })

  test('a first session that cannot be stored is one clean error, without a cookie', async () => {
    const app = await start()
    const client = app.browser()
    app.store.fail('insert')
    const response = await client.get('/set?a=1')
    expectOutage(response)
    expect(response.text).not.toContain('noted')
    expect(client.jar.size).toBe(0)
  })

  test('a change that cannot be stored is one clean error, and tried once', async () => {
    const app = await start({
      '/page': async ({ getSession }) => {
        ;(await getSession()).attributes.n = 2
        return { headers: { 'X-Page': 'yes', ETag: '"1"' }, body: 'page' }
      },
    })
    const client = await app.visitor()
    app.store.fail('update')
    const response = await client.get('/page')
    expectOutage(response)
    expect(response.text).not.toContain('page')
    expect(app.store.calls).toEqual(['find', 'update'])
  })

  test('a redirect whose session cannot be stored does not redirect', async () => {
    const app = await start({
      '/go': async ({ getSession }) => {
        ;(await getSession()).attributes.n = 2
        return { redirect: '/read' }
      },
    })
    const client = await app.visitor()
    app.store.fail('update')
    const response = await client.get('/go')
    expectOutage(response)
    expect(response.headers.get('location')).toBeNull()
  })

  test('a login that cannot be stored gives out no id, and the old session stays', async () => {
    const app = await start()
    const client = await app.visitor()
    const before = idOf(client)
    app.store.fail('update')
    expectOutage(await client.get('/login'))
    app.store.heal()
    expect(idOf(client)).toBe(before)
    expect((await client.get('/read')).text).toBe('{"visit":"1"}')
  })

  testNeeding('http1', 'a failed save is answered by exactly one response', async () => {
    const app = await start()
    const client = await app.visitor()
    app.store.fail('update')
    const Cookie = cookieWith(idOf(client))
    const received = await rawRequest(app.url, rawHead('GET', '/set?a=1', { Cookie }))
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 503'])
  })

  testNeeding('error-handler', 'the error handler of the application is told', async () => {
    const app = await start()
    const client = await app.visitor()
    app.store.fail('find')
    await client.get('/read')
    app.store.heal()
    app.store.fail('update')
    await client.get('/set?a=1')
    const unavailable = expect.objectContaining({ code: 'STORE_UNAVAILABLE', status: 503 })
    expect(app.errors).toEqual([unavailable, unavailable])
  })

  testNeeding('rejecting-sessions', 'a handler may answer an outage itself', async () => {
    const app = await start({
      '/careful': async ({ getSession }) => {
        try {
          await getSession()
          return { body: 'fine' }
        } catch (error) {
          return { status: 200, body: `without: ${(error as { code: string }).code}` }
        }
      },
    })
    const client = await app.visitor()
    app.store.fail('find')
    const { status, text } = await client.get('/careful')
    expect([status, text]).toEqual([200, 'without: STORE_UNAVAILABLE'])
  })

  test('an attribute that cannot be stored fails the request that set it', async () => {
    const app = await start({
      '/function': async ({ getSession }) => {
        ;(await getSession()).setAttribute('callback', () => 'no')
        return { body: 'noted' }
      },
    })
    const client = await app.visitor()
    const { status, text } = await client.get('/function')
    expect([status, text.includes('noted')]).toEqual([500, false])
    expect((await client.get('/read')).text).toBe('{"visit":"1"}')
  })
}
