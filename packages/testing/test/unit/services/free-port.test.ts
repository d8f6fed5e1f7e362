import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { freePort } from '../../../src/services/free-port.ts'

test('freePort gives a port that can be listened on at once', async () => {
  const server = createServer().listen(await freePort(), '127.0.0.1')
  await once(server, 'listening')
  expect(server.listening).toBe(true)
  server.close()
})

test('freePort gives none that an outgoing connection may take', async () => {
  expect(await freePort()).toBeLessThan(32_768)
})
