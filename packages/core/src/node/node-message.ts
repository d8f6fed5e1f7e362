import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { Duplex } from 'node:stream'

export type NodeRequest = IncomingMessage | Http2ServerRequest
export type NodeResponse = ServerResponse | Http2ServerResponse

/** Only HTTP/2's compatibility responses have a stream, and only they refuse a status message. */
export function isHttp2(response: NodeResponse): response is Http2ServerResponse {
  return 'stream' in response
}

/** What the response travels on, and what `request.socket.destroy()` destroys. */
export function connectionOf(request: NodeRequest, response: NodeResponse): Duplex | undefined {
  const connection: Duplex | null = isHttp2(response) ? response.stream : request.socket
  // Requests made up by a test tool have a socket in name only.
  return typeof connection?.destroy === 'function' ? connection : undefined
}
