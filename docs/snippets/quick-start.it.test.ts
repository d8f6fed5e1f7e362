import { afterAll, expect, test } from 'vitest'
import { browser, runSnippet } from './run-snippet.ts'

const express = await runSnippet(() => import('./quick-start.ts'))
const node = await runSnippet(() => import('./node-http.ts'))
afterAll(() => {
  express.close()
  node.close()
})

test.each([
  ['Express', express.origin],
  ['node:http', node.origin],
])('visits are counted with %s, and the cookie is sent once', async (_name, origin) => {
  const visit = browser(origin)
  const first = await visit('/')
  expect(await first.text()).toBe('Visit 1\n')
  expect(first.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^SESSION=[\w=]{48}; Path=\/; HttpOnly; SameSite=Lax$/),
  ])
  expect(first.headers.get('cache-control')).toBe('no-store')
  expect(first.headers.get('vary')).toBe('Cookie')

  const second = await visit('/')
  expect(await second.text()).toBe('Visit 2\n')
  expect(second.headers.getSetCookie()).toEqual([])
  expect(await (await browser(origin)('/')).text()).toBe('Visit 1\n')
})
