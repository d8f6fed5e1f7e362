import { createServer, type Http2Session } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { describeHttpIntegration } from '../../../testing/src/index.ts'
import { http2Fetch } from './http2-fetch.ts'
import { nodeApp } from './node-app.ts'

describeHttpIntegration('node:http2', {
  async start(app) {
    const connections = new Set<Http2Session>()
    const server = createServer(nodeApp(app)).on('session', (session) => connections.add(session))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      fetch: http2Fetch,
      close: () =>
        new Promise((resolve) => {
          server.close(() => resolve())
          for (const connection of connections) connection.destroy()
        }),
    }
  },
  lacks: {
    'error-handler': 'a plain server has none: withSession() answers by itself',
    http1: 'the server speaks HTTP/2 only',
  },
})
