import { MapSessionRepository } from '@session/core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Demo, startDemo } from '../src/start-demo.ts'
import { mapStore } from '../src/stores/map.ts'
import { FakeClock } from './fake-clock.ts'
import { HttpVisitor } from './http-visitor.ts'

let demo: Demo
let clock: FakeClock

beforeEach(async () => {
  clock = new FakeClock()
  demo = await startDemo({ store: mapStore, port: 0, clock })
})

afterEach(() => demo.stop())

const visitor = (): HttpVisitor => new HttpVisitor(demo.port)
const handlesOn = (page: string): string[] =>
  Array.from(page.matchAll(/data-handle="([\w-]+)"/g), ([, handle = '']) => handle)

test('answers from each node in turn, and sets no cookie for a visit that stores nothing', async () => {
  const curl = visitor()
  const answers = [await curl.get('/'), await curl.get('/'), await curl.get('/')]
  expect(answers.flatMap((answer) => answer.headers.getSetCookie())).toEqual([])
  const pages = await Promise.all(answers.map((answer) => answer.text()))
  expect(pages.map((page) => /data-node="(\w)"/.exec(page)?.[1])).toEqual(['A', 'B', 'A'])
})

test('sets the cookie once, at the login, and changes it at the next one', async () => {
  const curl = visitor()
  const added = await curl.post('/attributes', { attribute: 'colour', value: 'green' })
  const login = await curl.post('/login', { name: 'ada' })
  expect(login.status).toBe(303)
  expect(added.headers.getSetCookie()).toHaveLength(1)
  expect(login.headers.getSetCookie()).toHaveLength(1)
  expect(login.headers.getSetCookie()[0]).toMatch(/^SESSION=\w+; Path=\/; HttpOnly; SameSite=Lax$/)
  expect(login.headers.getSetCookie()[0]).not.toBe(added.headers.getSetCookie()[0])
  for (const _node of demo.nodes) {
    const answer = await curl.get('/')
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(await answer.text()).toContain('Hello, ada')
  }
})

test('a second name in the same browser inherits nothing from the first', async () => {
  const curl = visitor()
  await curl.post('/login', { name: 'ada' })
  await curl.post('/attributes', { attribute: 'diary', value: 'private' })
  await curl.post('/login', { name: 'grace' })
  const page = await curl.text('/')
  expect(page).toContain('Hello, grace')
  expect(page).not.toContain('private')
})

test('nobody ends, or hears of, another visitor’s session', async () => {
  const [ada, grace] = [visitor(), visitor()]
  await ada.post('/login', { name: 'ada' })
  await grace.post('/login', { name: 'grace' })
  const [handle = ''] = handlesOn(await ada.text('/'))
  await grace.post('/sessions/end', { handle })
  expect(await ada.text('/')).toContain('Hello, ada')
  expect(await grace.text('/')).not.toContain(handle)
})

test('no page contains a session id', async () => {
  const ada = visitor()
  const login = await ada.post('/login', { name: 'ada' })
  const [, cookie = ''] = /^SESSION=(\w+)/.exec(login.headers.getSetCookie()[0] ?? '') ?? []
  const id = Buffer.from(cookie, 'base64').toString()
  expect(id).toMatch(/^[\w-]{36}$/)
  const page = await ada.text('/')
  expect(page).not.toContain(id)
  expect(page).not.toContain(cookie)
})

test('a form from a page whose session has ended does nothing', async () => {
  const [first, second] = [visitor(), visitor()]
  await first.post('/login', { name: 'ada' })
  await second.post('/login', { name: 'ada' })
  await first.post('/sessions/end-others')
  const answer = await second.post('/attributes', { attribute: 'late', value: 'word' })
  expect(answer.headers.getSetCookie()).toEqual([])
  expect(await second.text('/')).toContain('Your last session has ended')
})

test('a page that is only open keeps no session alive', async () => {
  const ada = visitor()
  await ada.post('/login', { name: 'ada' })
  clock.advance(90_000)
  const leaving = new AbortController()
  const stream = await ada.get('/nodes/A/events', { signal: leaving.signal })
  expect(stream.headers.get('content-type')).toContain('text/event-stream')
  leaving.abort()
  clock.advance(31_000)
  expect(await ada.text('/')).toContain('Your last session has ended')
  expect((await ada.get('/nodes/A/events')).status).toBe(204)
})

test.each([
  ['/login', { name: '   ' }, 'Your name is empty.'],
  ['/login', { name: 'x'.repeat(41) }, 'Your name has 41 characters. Use at most 40.'],
  ['/login', { name: 'a\u202Eb' }, 'Your name has characters that cannot be shown.'],
  ['/attributes', { attribute: 'a', value: 'x'.repeat(201) }, 'Use at most 200.'],
  ['/attributes', { value: 'x' }, 'Attribute is empty.'],
])('%s refuses %o with a sentence beside the field', async (path, fields: object, message) => {
  const answer = await visitor().post(path, fields as Record<string, string>)
  expect(answer.status).toBe(422)
  expect(await answer.text()).toContain(message)
  expect(answer.headers.getSetCookie()).toEqual([])
})

test('holds a bounded number of attributes', async () => {
  const curl = visitor()
  for (let n = 1; n <= 12; n++) await curl.post('/attributes', { attribute: `a${n}`, value: 'x' })
  expect((await curl.post('/attributes', { attribute: 'a13', value: 'x' })).status).toBe(422)
  expect((await curl.post('/attributes', { attribute: 'a1', value: 'y' })).status).toBe(303)
})

test('shows what visitors write as text', async () => {
  const curl = visitor()
  await curl.post('/login', { name: `<script>alert("1")</script>'` })
  const page = await curl.text('/')
  expect(page).not.toContain('<script>alert')
  expect(page).toContain('Hello, &#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62;&#39;')
})

test.each([
  ['a form of another site', '/login', { headers: { 'sec-fetch-site': 'cross-site' } }, 403],
  ['a form of another port', '/login', { headers: { 'sec-fetch-site': 'same-site' } }, 403],
  ['an unknown address', '/nowhere', {}, 404],
  ['a GET of a form’s address', '/login', { method: 'GET', body: null }, 405],
  ['a body that is too large', '/login', { body: `name=${'x'.repeat(5000)}` }, 413],
  ['a body that is no form', '/login', { body: '{"name":"ada"}' }, 422],
  ['a broken address', '/%E0%A4%A', { method: 'GET', body: null }, 404],
])('refuses %s with a page', async (_what, path, init: RequestInit, status) => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', ...init.headers }
  const type =
    typeof init.body === 'string' && init.body.startsWith('{') ? 'application/json' : undefined
  const answer = await visitor().post(
    path,
    {},
    {
      ...init,
      headers: type === undefined ? headers : { 'content-type': type },
    },
  )
  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-type')).toContain('text/html')
  expect(answer.headers.getSetCookie()).toEqual([])
  if (status === 405) expect(answer.headers.get('allow')).toBe('POST')
})

test('a store that is down gives a page that says so, and nothing internal', async () => {
  const report = vi.spyOn(console, 'error').mockImplementation(() => {})
  const down = async (): Promise<never> => {
    throw new Error('connect ECONNREFUSED 10.1.2.3:6379')
  }
  const store = {
    ...mapStore,
    open: () => ({
      ...mapStore.open(),
      openRepository: () =>
        new MapSessionRepository(
          { get: down, set: down, delete: down },
          { cleanupInterval: false },
        ),
    }),
  }
  const broken = await startDemo({ store, port: 0 })
  try {
    const curl = new HttpVisitor(broken.port)
    const answer = await curl.get('/', { headers: { cookie: `SESSION=${btoa('x'.repeat(36))}` } })
    const page = await answer.text()
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('1')
    expect(page).toContain('Back in a moment')
    expect(page).not.toMatch(/10\.1\.2\.3|ECONNREFUSED|at .*\.ts/)
    expect(report).toHaveBeenCalledOnce()
  } finally {
    report.mockRestore()
    await broken.stop()
  }
})
