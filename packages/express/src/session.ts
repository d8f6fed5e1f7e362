import type { SessionAttributes } from '@session/core'
import {
  requestSessionMethods,
  type SessionOptions,
  SessionRepositoryFilter,
} from '@session/core/http'
import type { NextFunction, Request, RequestHandler } from 'express'
import { expressExchange, requestPrototype } from './express-exchange.ts'

/**
 * Gives every request `getSession()` and `invalidateSession()`. A request that calls neither costs
 * no store call and its response is not touched.
 * @throws InvalidOptionError
 */
export function session<A = SessionAttributes>(options: SessionOptions<A>): RequestHandler {
  const filter = new SessionRepositoryFilter(options)
  const methods = requestSessionMethods<Request, NextFunction, A>(filter, {
    open: expressExchange,
    home: requestPrototype,
  })
  return (request, _response, next) => {
    const loading = methods.install(request, next)
    if (loading === undefined) next()
    else loading.then(() => next(), next)
  }
}
