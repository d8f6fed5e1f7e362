import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { FaultConnection, type ProxiedConnection } from './fault-proxy-connection.ts'
import { type FaultMode, FaultSwitch } from './fault-proxy-mode.ts'

/** A TCP server on 127.0.0.1 before another one, which breaks what goes through as it is told. */
export interface FaultProxy {
  readonly port: number
  /** What it does now; `pass` at first. */
  readonly mode: FaultMode
  /** Resolves once the mode is in force, for the connections that stand and for new ones. */
  setMode(mode: FaultMode): Promise<void>
  /** All that were ever accepted, in that order. */
  readonly connections: readonly ProxiedConnection[]
  /** Resets every connection and gives the port back. */
  close(): Promise<void>
}

/** Where the real server is; what `startRedis()` resolves to will do. */
export interface FaultTarget {
  readonly port: number
  /** @default '127.0.0.1' */
  readonly host?: string
}

/**
 * Starts a proxy before `target`. Each connection gets one of its own to the target, and is reset when
 * the target refuses that.
 *
 * ```ts
 * const proxy = await faultProxy(server)
 * const client = new Redis(proxy.port)
 * await proxy.setMode('hold')
 * ```
 */
export const faultProxy = async (target: FaultTarget): Promise<FaultProxy> => {
  const { host = '127.0.0.1' } = target
  const faultSwitch = new FaultSwitch()
  const connections: FaultConnection[] = []
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const behind = connect({ host, port: target.port, allowHalfOpen: true, noDelay: true })
    const connection = new FaultConnection(client, behind, faultSwitch)
    connections.push(connection)
    if (faultSwitch.mode === 'cut') connection.reset()
  })
  await listen(server, 0)
  const { port } = server.address() as AddressInfo
  const change = (mode: FaultMode): void => {
    faultSwitch.set(mode)
    if (mode === 'cut') for (const connection of connections) connection.reset()
  }
  return {
    port,
    connections,
    get mode() {
      return faultSwitch.mode
    },
    setMode: async (mode) => {
      change(mode)
      // Only a port on which nobody listens refuses.
      if (mode === 'refuse') server.close()
      else if (!server.listening) await listen(server, port)
    },
    close: async () => {
      server.close()
      change('cut')
      await Promise.all(connections.map(({ closed }) => closed))
    },
  }
}

const listen = async (server: Server, port: number): Promise<void> => {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
}
