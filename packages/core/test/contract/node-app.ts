import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { IntegrationApp, IntegrationReply } from '../../../testing/src/index.ts'
import { requestSession } from '../../src/http/request-session-methods.ts'
import {
  type NodeHandler,
  type NodeRequest,
  type NodeResponse,
  nodeSession,
} from '../../src/node/index.ts'

/** The handler of a node:http or node:http2 server, with the application's session filters around it. */
export function nodeApp({
  filters,
  routes,
}: IntegrationApp): NodeHandler<NodeRequest, NodeResponse> {
  const sessions = filters.map((options) => nodeSession(options))
  const { getSession, requestSession: sessionOf } = sessions[0] as (typeof sessions)[0]

  const route: NodeHandler<NodeRequest, NodeResponse> = async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const handler = routes[url.pathname]
    if (handler === undefined) return send(response, { status: 404 })
    const reply = await handler({
      query: url.searchParams,
      getSession: (options?: { create?: boolean }) =>
        getSession(request, options as { create: false }) as never,
      invalidateSession: () => sessionOf(request).invalidateSession(),
      requestSession: (property) => requestSession(request, property),
    })
    await send(response, reply)
  }
  return sessions.reduceRight((next, { withSession }) => withSession(next), route)
}

async function send(
  response: NodeResponse,
  { status, headers, body, redirect }: IntegrationReply,
): Promise<void> {
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value)
  if (redirect !== undefined) response.setHeader('Location', redirect)
  response.statusCode = status ?? (redirect === undefined ? 200 : 302)
  if (typeof body === 'object') await pipeline(Readable.from(body), response as Writable)
  else response.end(body ?? '')
}
