import type { SessionAttributes } from '../session/attributes.ts'
import { FilteredRequest } from './filtered-request.ts'
import type { HttpExchange } from './http-exchange.ts'
import type { RequestSession } from './request-session.ts'
import { type SessionOptions, type SessionSettings, sessionSettings } from './session-options.ts'

/** Puts sessions in front of an application. Framework packages translate, and call `attach`. */
export class SessionRepositoryFilter<A = SessionAttributes> {
  readonly settings: SessionSettings<A>

  /** @throws InvalidOptionError */
  constructor(options: SessionOptions<A>) {
    this.settings = sessionSettings(options)
  }

  /** The session side of one request. Costs nothing until it is used; make it once per request. */
  attach(exchange: HttpExchange): RequestSession<A> {
    return new FilteredRequest(this.settings, exchange)
  }
}
