import { afterAll, expect, test } from 'vitest'
import { browser, runSnippet } from './run-snippet.ts'

const { origin, close } = await runSnippet(() => import('./login.ts'))
afterAll(close)

const login = (visit: ReturnType<typeof browser>): Promise<Response> =>
  visit('/login', {
    method: 'POST',
    body: new URLSearchParams({ name: 'alice', password: 'correct horse' }),
  })

const devicesOf = async (
  visit: ReturnType<typeof browser>,
): Promise<readonly { handle: string; isThisOne: boolean }[]> => {
  const response = await visit('/devices')
  return (await response.json()) as { handle: string; isThisOne: boolean }[]
}

test('a login gives a new id, and a logout ends the session', async () => {
  const visit = browser(origin)
  expect((await visit('/account')).status).toBe(401)
  const response = await login(visit)
  expect(response.status).toBe(302)
  const [cookie] = response.headers.getSetCookie()
  expect(await (await visit('/account')).text()).toBe('Hello alice')

  const [renewed] = (await login(visit)).headers.getSetCookie()
  expect(renewed).not.toBe(cookie)
  const old = { cookie: String(cookie?.split(';')[0]) }
  expect((await fetch(`${origin}/account`, { headers: old })).status).toBe(401)

  const [cleared] = (await visit('/logout', { method: 'POST' })).headers.getSetCookie()
  expect(cleared).toMatch(/^SESSION=; Max-Age=0; /)
  expect((await visit('/account')).status).toBe(401)
})

test('a wrong password logs nobody in', async () => {
  const visit = browser(origin)
  const body = new URLSearchParams({ name: 'alice', password: 'guess' })
  expect((await visit('/login', { method: 'POST', body })).status).toBe(401)
  expect((await visit('/account')).status).toBe(401)
})

test('a user sees the devices and ends one of them, or all the others', async () => {
  const [laptop, phone, tablet] = [browser(origin), browser(origin), browser(origin)]
  for (const visit of [laptop, phone, tablet]) await login(visit)

  expect(await devicesOf(laptop)).toHaveLength(3)
  const own = (await devicesOf(laptop)).find(({ isThisOne }) => isThisOne)
  const handle = (await devicesOf(phone)).find(({ isThisOne }) => isThisOne)?.handle
  expect(handle).toMatch(/^[\w-]{36}$/)
  expect(handle).not.toBe(own?.handle)

  await laptop(`/devices/${handle}/end`, { method: 'POST' })
  expect((await phone('/account')).status).toBe(401)
  expect((await tablet('/account')).status).toBe(200)

  await laptop('/logout-everywhere-else', { method: 'POST' })
  expect((await tablet('/account')).status).toBe(401)
  expect((await laptop('/account')).status).toBe(200)
})
