import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MapSessionRepository } from '@session/core'
import { nodeSession } from '@session/core/node'
import { expect, test } from 'vitest'

test('a mistake in the set-up is answered, and does not end the process', async () => {
  const outer = nodeSession({ repository: new MapSessionRepository() })
  const inner = nodeSession({ repository: new MapSessionRepository() })
  const handler = inner.withSession((_request, response) => response.end('never'))
  const server = createServer(outer.withSession((request, response) => handler(request, response)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = server.address() as AddressInfo
    const answer = await fetch(`http://127.0.0.1:${port}/`)
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('getSession')
  } finally {
    server.close()
  }
})
