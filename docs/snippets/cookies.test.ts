import type { SessionOptions } from '@session/core/http'
import { webSession } from '@session/core/web'
import { expect, test } from 'vitest'
import { api, browsersAndApi, shop, signed, strict } from './cookies.ts'

const visit = (
  options: SessionOptions,
  headers: Record<string, string> = {},
): Promise<Response> => {
  const { withSession, getSession } = webSession(options)
  const handle = withSession(async (request: Request) => {
    const { attributes } = await getSession(request)
    attributes.visits = Number(attributes.visits ?? 0) + 1
    return new Response(String(attributes.visits))
  })
  return handle(new Request('https://www.example.com/', { headers }))
}

const cookieOf = (response: Response): string => String(response.headers.get('set-cookie'))

test('the cookie has the attributes that were asked for', async () => {
  expect(cookieOf(await visit(shop))).toMatch(
    /^SHOP=[\w=]+; Max-Age=1209600; Expires=.+ GMT; Domain=example.com; Path=\/; Secure; HttpOnly; SameSite=Lax$/,
  )
})

test('the host cookie is bound to one host', async () => {
  expect(cookieOf(await visit(strict))).toMatch(
    /^__Host-SESSION=[\w=]+; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
  )
})

test('a signed id is recognized, a forged one is not', async () => {
  const cookie = String(cookieOf(await visit(signed)).split(';')[0])
  expect(await (await visit(signed, { cookie })).text()).toBe('2')
  const [id] = atob(cookie.slice('SESSION='.length)).split('.')
  const forged = `SESSION=${btoa(`${id}.${'A'.repeat(43)}`)}`
  expect(await (await visit(signed, { cookie: forged })).text()).toBe('1')
})

test('the id travels in a header, in both directions', async () => {
  const response = await visit(api)
  const id = response.headers.get('x-auth-token') ?? ''
  expect(id).toMatch(/^[\w-]{36}$/)
  expect(response.headers.get('set-cookie')).toBeNull()
  expect(await (await visit(api, { 'x-auth-token': id })).text()).toBe('2')
})

test('browsers and API clients share one application', async () => {
  const response = await visit(browsersAndApi)
  const cookie = String(cookieOf(response).split(';')[0])
  const token = String(response.headers.get('x-auth-token'))
  expect(await (await visit(browsersAndApi, { cookie })).text()).toBe('2')
  expect(await (await visit(browsersAndApi, { 'x-auth-token': token })).text()).toBe('3')
})
