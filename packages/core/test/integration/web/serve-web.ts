import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'

export interface WebServer {
  readonly url: string
  close(): Promise<void>
}

/** Serves a Fetch handler on a free loopback port. A client that goes away aborts `request.signal`. */
export async function serveWeb(
  handler: (request: Request) => Promise<Response>,
  onError: (error: unknown) => void = () => undefined,
): Promise<WebServer> {
  const server = createServer((incoming, outgoing) => {
    const gone = new AbortController()
    outgoing.once('close', () => {
      if (!outgoing.writableFinished) gone.abort()
    })
    handler(toRequest(incoming, gone.signal)).then(
      (response) => send(response, outgoing, incoming.method === 'HEAD', gone.signal),
      (error: unknown) => {
        onError(error)
        outgoing.writeHead(500).end('Internal Server Error')
      },
    )
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

function toRequest(incoming: IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers()
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value)
  }
  const { method = 'GET' } = incoming
  const url = `http://${incoming.headers.host ?? '127.0.0.1'}${incoming.url}`
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers, signal })
  const body = Readable.toWeb(incoming) as ReadableStream<Uint8Array>
  return new Request(url, { method, headers, signal, body, duplex: 'half' })
}

async function send(
  response: Response,
  outgoing: ServerResponse,
  isHead: boolean,
  gone: AbortSignal,
): Promise<void> {
  outgoing.statusCode = response.status
  for (const [name, value] of response.headers) outgoing.appendHeader(name, value)
  if (response.body === null || isHead) return void outgoing.end()
  const reader = response.body.getReader()
  gone.addEventListener('abort', () => {
    reader.cancel(gone.reason).catch(() => undefined)
  })
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      if (!outgoing.write(value)) await drained(outgoing)
    }
    outgoing.end()
  } catch {
    outgoing.destroy()
  }
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      outgoing.off('drain', settle).off('close', settle)
      resolve()
    }
    outgoing.on('drain', settle).on('close', settle)
  })
}
