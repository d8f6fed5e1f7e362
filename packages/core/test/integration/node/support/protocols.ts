import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import * as http2 from 'node:http2'
import type { AddressInfo } from 'node:net'
import type { NodeRequest, NodeResponse } from '../../../../src/node/node-message.ts'
import { RawClient } from './raw-client.ts'
import { comparableHeaders, type Received } from './received.ts'

export type Handler = (request: NodeRequest, response: NodeResponse) => void

/** One request on a connection of its own. */
export interface ClientRequest {
  /** Has the client seen anything at all? */
  seen(): boolean
  body(): string
  receive(): Promise<Received>
  abort(): void
  /** The code with which the connection broke. */
  cut(): Promise<string | undefined>
}

export interface RunningServer {
  readonly port: number
  request(method?: string): Promise<ClientRequest>
  /** Asks the server for something else and waits for the answer: what it had sent has arrived. */
  roundTrip(): Promise<void>
  close(): Promise<void>
}

export interface Protocol {
  readonly name: string
  start(handler: Handler): Promise<RunningServer>
}

const PING = '/ping'

const answerPings =
  (handler: Handler): Handler =>
  (request, response) => {
    if (request.url === PING) response.end('pong')
    else handler(request, response)
  }

const http1: Protocol = {
  name: 'HTTP/1.1',
  async start(handler) {
    const server: Server = createServer(answerPings(handler))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    const clients: RawClient[] = []
    const open = async () => {
      const client = await RawClient.connect(port)
      clients.push(client)
      return client
    }
    const ping = await open()
    return {
      port,
      async request(method = 'GET') {
        const client = await open()
        client.get('/', '', method)
        return {
          seen: () => client.bytes !== '',
          body: () => client.bytes.slice(client.bytes.indexOf('\r\n\r\n') + 4),
          receive: () => client.receive(method),
          abort: () => client.socket.resetAndDestroy(),
          cut: async () => (await once(client.socket, 'error'))[0].code,
        }
      },
      async roundTrip() {
        for (let trip = 0; trip < 2; trip += 1) {
          ping.get(PING)
          await ping.receive()
        }
      },
      async close() {
        for (const client of clients) client.close()
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      },
    }
  },
}

const http2Compat: Protocol = {
  name: 'HTTP/2',
  async start(handler) {
    const server = http2.createServer(answerPings(handler) as () => void)
    const sessions = new Set<http2.ServerHttp2Session>()
    server.on('session', (session) => sessions.add(session))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    const clients: http2.ClientHttp2Session[] = []
    const open = () => {
      const client = http2.connect(`http://127.0.0.1:${port}`)
      client.on('error', () => undefined)
      clients.push(client)
      return client
    }
    const ping = open()
    return {
      port,
      async request(method = 'GET') {
        const stream = open().request({ ':path': '/', ':method': method })
        return clientRequest(stream)
      },
      async roundTrip() {
        for (let trip = 0; trip < 2; trip += 1) {
          await clientRequest(ping.request({ ':path': PING })).receive()
        }
      },
      async close() {
        for (const client of clients) client.destroy()
        for (const session of sessions) session.destroy()
        await new Promise((resolve) => server.close(resolve))
      },
    }
  },
}

function clientRequest(stream: http2.ClientHttp2Stream): ClientRequest {
  let status = 0
  let headers: [string, string][] = []
  let body = ''
  let ended = false
  stream.setEncoding('latin1')
  stream.on('error', () => undefined)
  stream.on('response', (received) => {
    status = received[':status'] as number
    headers = Object.entries(received).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, String(one)]),
    )
  })
  stream.on('data', (text: string) => {
    body += text
  })
  stream.on('end', () => {
    ended = true
  })
  const closed = new Promise((resolve) => stream.on('close', resolve))
  return {
    seen: () => status !== 0,
    body: () => body,
    async receive() {
      await closed
      const whole = status !== 0 && ended && stream.rstCode === http2.constants.NGHTTP2_NO_ERROR
      return { status, headers: comparableHeaders(headers), body, whole }
    },
    abort: () => stream.close(http2.constants.NGHTTP2_CANCEL),
    cut: async () => {
      await closed
      return String(stream.rstCode)
    },
  }
}

export const protocols: readonly Protocol[] = [http1, http2Compat]
