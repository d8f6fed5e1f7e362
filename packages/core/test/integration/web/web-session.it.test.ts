import { afterEach, beforeEach, expect, test } from 'vitest'
import { MapSessionRepository } from '../../../src/map/map-session-repository.ts'
import { webSession } from '../../../src/web/web-session.ts'
import { serveWeb, type WebServer } from './serve-web.ts'

const { withSession, getSession } = webSession<Record<string, unknown>>({
  repository: new MapSessionRepository(new Map(), { cleanupInterval: false }),
})

let cancelled: Promise<void>
let server: WebServer

beforeEach(async () => {
  let tell = (): void => undefined
  cancelled = new Promise((resolve) => {
    tell = resolve
  })
  server = await serveWeb(
    withSession(async (request: Request) => {
      const { attributes } = await getSession(request)
      switch (new URL(request.url).pathname) {
        case '/set':
          attributes.count = await request.text()
          return Response.redirect(new URL('/', request.url), 303)
        case '/endless':
          return new Response(endless(attributes, tell))
        default:
          return Response.json(attributes)
      }
    }),
  )
})

afterEach(() => server.close())

function endless(
  attributes: Record<string, unknown>,
  tell: () => void,
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode('tick\n'))
    },
    cancel() {
      attributes.left = true
      tell()
    },
  })
}

async function login(): Promise<string> {
  const response = await fetch(`${server.url}/set`, {
    method: 'POST',
    body: 'one',
    redirect: 'manual',
  })
  expect([response.status, response.headers.get('location')]).toEqual([303, `${server.url}/`])
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

test('a redirect carries the cookie, and its target sees the session', async () => {
  const cookie = await login()
  const response = await fetch(server.url, { headers: { cookie } })
  expect(await response.json()).toEqual({ count: 'one' })
  expect(response.headers.getSetCookie()).toEqual([])
  expect(response.headers.get('vary')).toBe('Cookie')
})

test('a client that leaves a stream ends it, and what it changed is saved', async () => {
  const cookie = await login()
  const client = new AbortController()
  const response = await fetch(`${server.url}/endless`, {
    headers: { cookie },
    signal: client.signal,
  })
  await response.body?.getReader().read()
  client.abort()
  await cancelled
  await expect
    .poll(async () => (await fetch(server.url, { headers: { cookie } })).json())
    .toEqual({ count: 'one', left: true })
})
