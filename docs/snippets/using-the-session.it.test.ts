import { afterAll, expect, test } from 'vitest'
import { browser, runSnippet } from './run-snippet.ts'

const snippet = import('./using-the-session.ts')
const { origin, close } = await runSnippet(() => snippet)
afterAll(close)
const post = { method: 'POST' }

test('attributes are set, read and removed', async () => {
  const visit = browser(origin)
  const response = await visit('/theme/dark', post)
  expect(await response.json()).toEqual({ theme: 'dark', hasCart: false, names: ['theme'] })
  const read: unknown = await (await visit('/theme')).json()
  expect(read).toEqual({ theme: 'dark', seen: true, names: ['theme', 'seen'] })
})

test('a change inside an object is saved', async () => {
  const visit = browser(origin)
  await visit('/cart/apple', post)
  expect(await (await visit('/cart/pear', post)).json()).toEqual(['apple', 'pear'])
})

test('a visitor who is only greeted gets no session', async () => {
  const response = await browser(origin)('/greeting')
  expect(await response.text()).toBe('stranger')
  expect(response.headers.getSetCookie()).toEqual([])
})

test('after invalidate() the same request may have a fresh session', async () => {
  const visit = browser(origin)
  await visit('/theme/dark', post)
  expect(await (await visit('/start-over', post)).json()).toEqual({ isNew: true })
  const theme = await (await visit('/theme')).json()
  expect(theme).toMatchObject({ names: ['startedOver', 'seen'] })
})

test('an empty session is stored when it is started', async () => {
  const visit = browser(origin)
  expect(await (await visit('/status')).json()).toEqual({ presented: false, valid: false })
  expect((await visit('/consent', post)).headers.getSetCookie()).toHaveLength(1)
  expect(await (await visit('/status')).json()).toEqual({ presented: true, valid: true })
})

test('a remembered session has a cookie that outlives the window', async () => {
  const [cookie] = (await browser(origin)('/remember/14', post)).headers.getSetCookie()
  expect(cookie).toContain('Max-Age=2147483647')
})

test('what changes after save() is saved too', async () => {
  const visit = browser(origin)
  await visit('/slow-work', post)
  const { sessions } = await snippet
  const [cookie] = (await visit('/remember/1', post)).headers.getSetCookie()
  const id = atob(String(/SESSION=([^;]+)/.exec(cookie ?? '')?.[1]))
  expect((await sessions.findById(id))?.attributes.progress).toBe('done')
})

test('a job changes a session outside of any request', async () => {
  const { sessions, addToCart } = await snippet
  const session = sessions.createSession()
  await sessions.save(session)
  expect(await addToCart(session.id, 'apple')).toBe(true)
  const changed = await sessions.findById(session.id)
  expect(changed?.attributes.cart).toEqual({ items: ['apple'] })
  expect(await addToCart('an-id-that-nobody-has-ever-had-at-all', 'apple')).toBe(false)
})
