import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as requestTo,
  type Server,
  type ServerResponse,
} from 'node:http'
import { pipeline } from 'node:stream'

export interface NodeAddress {
  readonly name: string
  /** `undefined` while the node is down. */
  readonly port: number | undefined
}

/** They describe one connection, not the message; `expect` this server has answered itself. */
const HOP_BY_HOP =
  /^(connection|expect|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|x-forwarded-.*)$/

/**
 * A reverse proxy that asks in turn the nodes that are up. Only `/nodes/<name>/…` always goes to the
 * node of that name. A node that does not answer is passed over for requests that may be repeated, and
 * for no others: a lost answer to a POST does not mean that nothing happened.
 */
export function frontDoor(nodes: readonly NodeAddress[]): Server {
  let turn = 0

  const pass = (request: IncomingMessage, response: ServerResponse, nodesLeft: number): void => {
    const named = nodes.find(({ name }) => request.url?.startsWith(`/nodes/${name}/`))
    const up = nodes.filter(({ port }) => port !== undefined)
    const { port } = named ?? up[turn++ % up.length] ?? {}
    const fail = (): void => {
      // An event stream that is cut off comes back by itself; after a 502 it would not.
      if (named !== undefined) response.destroy()
      else response.writeHead(502, { 'content-type': 'text/plain' }).end('No node answered.\n')
    }
    if (port === undefined) {
      fail()
      return
    }

    const { method, url: path, socket } = request
    const headers = forwarded(request.headers, socket.remoteAddress)
    // A connection per request: a kept one may close under a POST, which then could not be repeated.
    const outgoing = requestTo({ port, method, path, headers, agent: false })
    outgoing.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, withoutHopByHop(answer.headers))
      // An event stream may have nothing to say for minutes: its head must not wait for it.
      response.flushHeaders()
      pipeline(answer, response, () => {})
    })
    outgoing.on('error', () => {
      // Once the answer has begun, the pipeline ends it whole or not at all.
      if (response.headersSent || response.destroyed) return
      const mayRepeat = named === undefined && nodesLeft > 1 && isRepeatable(request)
      if (mayRepeat) pass(request, response, nodesLeft - 1)
      else fail()
    })
    response.on('close', () => outgoing.destroy())
    if (isRepeatable(request)) outgoing.end()
    else request.pipe(outgoing)
  }

  return createServer((request, response) => pass(request, response, nodes.length))
}

const isRepeatable = ({ method, headers }: IncomingMessage): boolean =>
  (method === 'GET' || method === 'HEAD') &&
  !('content-length' in headers || 'transfer-encoding' in headers)

/** Nobody stands before this proxy: what a client says of forwarding is not passed on. */
function forwarded(headers: IncomingHttpHeaders, client = ''): IncomingHttpHeaders {
  return {
    ...withoutHopByHop(headers),
    'x-forwarded-for': client,
    'x-forwarded-host': headers.host,
    'x-forwarded-proto': 'http',
  }
}

function withoutHopByHop(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const alsoNamed = headers.connection?.toLowerCase().split(/\s*,\s*/) ?? []
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !HOP_BY_HOP.test(name) && !alsoNamed.includes(name)),
  )
}
