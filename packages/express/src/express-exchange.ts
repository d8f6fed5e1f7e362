import type { HttpExchange } from '@session/core/http'
import { nodeExchange } from '@session/core/node'
import type { NextFunction, Request } from 'express'

/** A failed save, and on Express 4 a failed load, goes on from where the middleware stands. */
export function expressExchange(request: Request, next: NextFunction): HttpExchange {
  return nodeExchange(request, request.res as NonNullable<Request['res']>, {
    secure: () => request.secure,
    hostname: () => request.hostname,
    onError: next,
    ...(isExpress4(request) ? { reject: next } : {}),
  })
}

/** What Express's own types leave out. */
interface MountedApplication {
  readonly parent?: MountedApplication
  readonly request: object
}

/**
 * What all requests of the application inherit, those of its sub-applications too. Express replaces
 * each request's prototype, after which adding a property to it costs more than all else that an
 * unused session does.
 */
export function requestPrototype(request: Request): object {
  let app: MountedApplication = request.app as never
  while (app.parent !== undefined) app = app.parent
  return app.request
}

/** There a handler that rejects goes unnoticed by the router and kills the process. */
const isExpress4 = (request: Request): boolean => 'lazyrouter' in request.app
