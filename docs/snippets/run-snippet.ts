import { once } from 'node:events'
import { type AddressInfo, Server } from 'node:net'
import { TestClient } from '@session/testing'
import { vi } from 'vitest'

/** A snippet that listens, on a free port instead of its own. */
export interface RunningSnippet {
  readonly origin: string
  close(): void
}

export async function runSnippet(load: () => Promise<unknown>): Promise<RunningSnippet> {
  const servers: Server[] = []
  const listen = Server.prototype.listen
  const spy = vi.spyOn(Server.prototype, 'listen').mockImplementation(function (this: Server) {
    servers.push(this)
    return Reflect.apply(listen, this, [0, '127.0.0.1'])
  })
  await load()
  spy.mockRestore()
  const server = servers[0]
  if (server === undefined) throw new Error('The snippet does not listen.')
  if (!server.listening) await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, close: () => void server.close() }
}

/** A visitor with a browser of their own. */
export function browser(origin: string): (path: string, init?: RequestInit) => Promise<Response> {
  const client = new TestClient(origin)
  return (path, init) => client.fetch(path, init)
}
