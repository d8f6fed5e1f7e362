import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type {
  IntegrationHandler,
  IntegrationHarness,
  IntegrationReply,
  RunningApp,
} from '@session/testing'
import type { Express, NextFunction, Request, Response } from 'express'
import { requestSession, session } from '../../src/index.ts'

/** Express 4 and 5 through one harness: only what becomes of a rejection differs. */
export function expressHarness(
  express: () => Express,
  lacks: IntegrationHarness['lacks'] = {},
): IntegrationHarness {
  return {
    lacks,
    start({ filters, routes, onError }) {
      const app = express()
      // As users run it: error pages without stacks.
      app.set('env', 'production')
      for (const options of filters) app.use(session(options))
      for (const [path, handler] of Object.entries(routes)) {
        app.all(path, (request, response, next) => {
          answer(handler, request, response).catch(next)
        })
      }
      app.use((error: unknown, _request: Request, _response: Response, next: NextFunction) => {
        onError(error)
        next(error)
      })
      return listening(createServer(app))
    },
  }
}

async function answer(
  handler: IntegrationHandler,
  request: Request,
  response: Response,
): Promise<void> {
  const reply = await handler({
    query: new URL(request.originalUrl, 'http://localhost').searchParams,
    getSession: (options?: { create?: boolean }) =>
      request.getSession(options as { create: false }) as never,
    invalidateSession: () => request.invalidateSession(),
    requestSession: (property) => requestSession(request, property),
  })
  await send(response, reply)
}

async function send(
  response: Response,
  { status, headers, body, redirect }: IntegrationReply,
): Promise<void> {
  response.set(headers ?? {})
  if (redirect !== undefined) return response.redirect(status ?? 302, redirect)
  response.status(status ?? 200)
  if (typeof body === 'object') await pipeline(Readable.from(body), response)
  else if (body === undefined) response.end()
  else response.send(body)
}

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
