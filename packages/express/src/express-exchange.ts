import type { HttpExchange } from '@session/core/http'
import { nodeExchange } from '@session/core/node'
import type { NextFunction, Request } from 'express'

const NEXT = Symbol('@session/express/next')

/** A failed save, and on Express 4 a failed load, goes on from where the middleware stands. */
export function rememberNext(request: Request, next: NextFunction): void {
  ;(request as Request & { [NEXT]?: NextFunction })[NEXT] = next
}

export function expressExchange(request: Request): HttpExchange {
  const next = (request as Request & { [NEXT]?: NextFunction })[NEXT] as NextFunction
  return nodeExchange(request, request.res as NonNullable<Request['res']>, {
    secure: () => request.secure,
    hostname: () => request.hostname,
    onError: next,
    ...(isExpress4(request) ? { reject: next } : {}),
  })
}

/** There a handler that rejects goes unnoticed by the router and kills the process. */
const isExpress4 = (request: Request): boolean => 'lazyrouter' in request.app
