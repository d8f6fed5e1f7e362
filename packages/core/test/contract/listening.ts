import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RunningApp } from '../../../testing/src/index.ts'

/** The server on a free loopback port. */
export async function listening(server: Server): Promise<RunningApp> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
