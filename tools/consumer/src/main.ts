// A small application: compiled, and run, in each way that users compile.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { MapSessionRepository } from '@session/core'
import { session } from '@session/express'
import express from 'express'

const app = express()
app.use(session({ repository: new MapSessionRepository() }))
app.get('/add/:fruit', async (request, response) => {
  const { attributes } = await request.getSession()
  attributes.cart ??= []
  attributes.cart.push(request.params.fruit)
  response.json(attributes.cart)
})
app.get('/untouched', (_request, response) => {
  response.json([])
})

const main = async (): Promise<void> => {
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const untouched = await fetch(`${origin}/untouched`)
  assert.deepEqual(untouched.headers.getSetCookie(), [])

  const first = await fetch(`${origin}/add/apple`)
  assert.deepEqual(await first.json(), ['apple'])
  const [cookie, ...others] = first.headers.getSetCookie()
  assert.match(cookie ?? '', /^SESSION=[\w-]+; .*HttpOnly; SameSite=Lax$/)
  assert.deepEqual(others, [])

  const headers = { cookie: cookie?.split(';')[0] ?? '' }
  const second = await fetch(`${origin}/add/pear`, { headers })
  assert.deepEqual(await second.json(), ['apple', 'pear'])
  assert.deepEqual(second.headers.getSetCookie(), [])

  server.close()
  server.closeAllConnections()
}

main().catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
