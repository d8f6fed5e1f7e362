import { expect, test } from 'vitest'
import { handle } from './fetch.ts'

test('a Fetch handler counts the visits of one client', async () => {
  const first = await handle(new Request('http://localhost/'))
  expect(await first.text()).toBe('Visit 1\n')
  const cookie = first.headers.get('set-cookie')
  expect(cookie).toMatch(/^SESSION=[\w=]+; Path=\/; HttpOnly; SameSite=Lax$/)

  const headers = { cookie: String(cookie?.split(';')[0]) }
  const second = await handle(new Request('http://localhost/', { headers }))
  expect(await second.text()).toBe('Visit 2\n')
  expect(second.headers.get('set-cookie')).toBeNull()
})
