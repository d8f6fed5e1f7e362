import {
  compositeIdResolver,
  cookieIdResolver,
  type HttpSessionIdResolver,
  xAuthToken,
} from '@session/core/http'
import { expect, test } from 'vitest'
import type { IntegrationContract } from '../integration-contract.ts'

export function describeIdResolvers({ start, raw }: IntegrationContract): void {
  test('a header carries the id where cookies are not kept', async () => {
    const app = await start({}, { idResolver: xAuthToken() })
    const client = app.browser()
    const first = await client.get('/set?a=1')
    const token = first.headers.get('x-auth-token') ?? ''
    expect(await raw.keys()).toEqual([token])
    expect(first.setCookies).toEqual([])
    expect(first.headers.get('cache-control')).toBe('no-store')
    const again = await client.get('/read', { headers: { 'X-Auth-Token': token } })
    expect(again.text).toBe('{"a":"1"}')
    expect(again.headers.get('x-auth-token')).toBeNull()
    expect(again.headers.get('vary')).toMatch(/^x-auth-token$/i)
    const last = await client.get('/logout', { headers: { 'X-Auth-Token': token } })
    expect(last.headers.get('x-auth-token')).toBe('')
    expect(await raw.keys()).toEqual([])
  })

  test('the cookie looks as its options say, and is read back', async () => {
    const cookie = {
      name: 'SID',
      path: '/',
      sameSite: 'Strict',
      maxAge: '1h',
      base64: false,
    } as const
    const app = await start({}, { cookie })
    const client = app.browser()
    expect((await client.get('/set?a=1')).setCookies).toEqual([
      expect.stringMatching(
        /^SID=[A-Za-z0-9_-]{36}; Max-Age=3600; Expires=[^;]+; Path=\/; HttpOnly; SameSite=Strict$/,
      ),
    ])
    expect((await client.get('/read')).text).toBe('{"a":"1"}')
    expect((await client.get('/logout')).setCookies).toEqual([
      'SID=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/; HttpOnly; SameSite=Strict',
    ])
  })

  test('cookie and header work side by side', async () => {
    const idResolver = compositeIdResolver(cookieIdResolver(), xAuthToken())
    const app = await start({}, { idResolver })
    const client = app.browser()
    const first = await client.get('/set?a=1')
    const token = first.headers.get('x-auth-token') ?? ''
    expect(first.setCookies).toHaveLength(1)
    expect((await client.get('/read')).text).toBe('{"a":"1"}')
    const byHeader = await app.browser().get('/read', { headers: { 'X-Auth-Token': token } })
    expect(byHeader.text).toBe('{"a":"1"}')
    const last = await client.get('/logout')
    expect([last.headers.get('x-auth-token'), client.jar.size]).toEqual(['', 0])
  })

  test('a resolver of your own is told of each new id and each end once', async () => {
    const told: string[] = []
    const xSession = {
      vary: ['X-Session'],
      resolveSessionIds: (exchange) => exchange.requestHeader('x-session')?.split(',') ?? [],
      setSessionId: (exchange, id) => {
        told.push('set')
        exchange.setResponseHeader('X-Session', id)
      },
      expireSession: () => {
        told.push('expire')
      },
    } satisfies HttpSessionIdResolver
    const app = await start({}, { idResolver: xSession })
    const client = app.browser()
    const id = (await client.get('/set?a=1')).headers.get('x-session') ?? ''
    expect(told).toEqual(['set'])
    await client.get('/set?b=1', { headers: { 'X-Session': id } })
    expect(told).toEqual(['set'])
    await client.get('/logout', { headers: { 'X-Session': id } })
    expect(told).toEqual(['set', 'expire'])
  })
}
