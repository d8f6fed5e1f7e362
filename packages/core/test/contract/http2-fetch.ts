import { connect, constants, type IncomingHttpHeaders } from 'node:http2'
import { Readable } from 'node:stream'

const BODILESS = new Set([204, 205, 304])

/** `fetch` for servers that speak HTTP/2 without TLS: one connection a request, no bodies sent. */
export function http2Fetch(url: string, init: RequestInit): Promise<Response> {
  const { origin, pathname, search } = new URL(url)
  const connection = connect(origin)
  const stream = connection.request({
    ':method': init.method ?? 'GET',
    ':path': pathname + search,
    ...Object.fromEntries(new Headers(init.headers)),
  })
  init.signal?.addEventListener('abort', () => stream.close(constants.NGHTTP2_CANCEL))
  stream.once('close', () => connection.destroy())
  return new Promise((resolve, reject) => {
    connection.once('error', reject)
    stream.once('error', reject)
    stream.once('close', () => reject(new Error('The stream was closed before its head came.')))
    stream.once('response', (fields) => {
      const status = fields[':status'] ?? 0
      const headers = headersOf(fields)
      // A stream that is cut off must not look like one that ended.
      stream.once('aborted', () => stream.destroy(new Error('The stream was cut off.')))
      if (BODILESS.has(status)) stream.resume()
      const body = BODILESS.has(status) ? null : (Readable.toWeb(stream) as ReadableStream)
      resolve(new Response(body, { status, headers }))
    })
  })
}

function headersOf(fields: IncomingHttpHeaders): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(fields)) {
    if (name.startsWith(':')) continue
    for (const one of [value].flat()) if (one !== undefined) headers.append(name, one)
  }
  return headers
}
