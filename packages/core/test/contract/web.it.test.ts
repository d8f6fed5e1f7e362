import {
  describeHttpIntegration,
  type IntegrationApp,
  type IntegrationHandler,
  type IntegrationReply,
} from '../../../testing/src/index.ts'
import { requestSession } from '../../src/http/request-session-methods.ts'
import { type WebSession, webSession } from '../../src/web/web-session.ts'
import { serveWeb } from '../integration/web/serve-web.ts'

type Handler = (request: Request) => Promise<Response>

describeHttpIntegration('Fetch handlers', {
  start: ({ filters, routes, onError }) => {
    const sessions = filters.map((options) => webSession(options))
    const route = routesOf(routes, sessions[0] as (typeof sessions)[0])
    const handler = sessions.reduceRight<Handler>(
      (next, { withSession }) => withSession(next),
      route,
    )
    return serveWeb(handler, onError)
  },
  lacks: {
    'late-touch':
      'a response that used no session is handed over as it is, so nobody can wait for its end',
    'error-handler': 'an outage is answered by withSession(); there is no error handler to tell',
  },
})

const routesOf =
  (
    routes: IntegrationApp['routes'],
    { getSession, requestSession: sessionOf }: WebSession<Record<string, unknown>>,
  ): Handler =>
  async (request) => {
    const url = new URL(request.url)
    const handler = routes[url.pathname] as IntegrationHandler
    return toResponse(
      await handler({
        query: url.searchParams,
        getSession: (options?: { create?: boolean }) =>
          getSession(request, options as { create: false }) as never,
        invalidateSession: () => sessionOf(request).invalidateSession(),
        requestSession: (property) => requestSession(request, property),
      }),
    )
  }

function toResponse({ status, headers, body, redirect }: IntegrationReply): Response {
  if (redirect !== undefined) {
    return new Response(null, {
      status: status ?? 302,
      headers: { ...headers, location: redirect },
    })
  }
  const init = { status: status ?? 200, headers: headers ?? {} }
  if (body === undefined || typeof body === 'string') return new Response(body ?? null, init)
  return new Response(streamOf(body), init)
}

function streamOf(pieces: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next()
        if (done) controller.close()
        else controller.enqueue(new TextEncoder().encode(value))
      },
      cancel: async () => {
        await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
