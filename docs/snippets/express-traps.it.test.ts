import { afterAll, expect, test, vi } from 'vitest'
import { browser, runSnippet } from './run-snippet.ts'

const redirect = await runSnippet(() => import('./redirect.ts'))
const filters = await runSnippet(() => import('./two-filters.ts'))
const proxy = await runSnippet(() => import('./proxy.ts'))
const policies = await runSnippet(() => import('./stateless.ts'))
const errorPage = import('./errors.ts')
const errors = await runSnippet(() => errorPage)
afterAll(() => {
  for (const { close } of [redirect, filters, proxy, policies, errors]) close()
})

test('the page after a redirect sees what was put into the session', async () => {
  const visit = browser(redirect.origin)
  await visit('/choose/yearly', { method: 'POST' })
  expect(await (await visit('/summary')).text()).toBe('You chose yearly')
})

test('two filters have two cookies', async () => {
  const response = await browser(filters.origin)('/admin')
  expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/^ADMIN=.*Path=\/admin;/)])
})

test('behind a proxy that ends TLS the cookie is secure', async () => {
  const visit = browser(proxy.origin)
  const plain = await visit('/')
  expect(plain.headers.getSetCookie()[0]).not.toContain('Secure')
  const secure = await browser(proxy.origin)('/', { headers: { 'x-forwarded-proto': 'https' } })
  expect(secure.headers.getSetCookie()[0]).toContain('; Secure')
})

test('a route that creates no session answers without one', async () => {
  const visit = browser(policies.origin)
  expect(await (await visit('/account')).json()).toEqual({ found: false })
  expect(await (await visit('/health')).json()).toEqual({ found: false })
})

test('an error page says that the store is down', async () => {
  const { repository } = await errorPage
  await repository.close()
  const log = vi.spyOn(console, 'error').mockReturnValue()
  const cookie = `SESSION=${btoa('a'.repeat(36))}`
  const response = await fetch(`${errors.origin}/`, { headers: { cookie } })
  log.mockRestore()
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('1')
  expect(await response.text()).toBe('Please try again (REPOSITORY_CLOSED)')
})
