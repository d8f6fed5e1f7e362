import type { RequestSession, SessionOptions } from '@session/core/http'
import type { AnyAttributes } from '../repository/tested-repository.ts'

/** What a handler of the suites sees of a request: the framework's own doors to the session. */
export interface IntegrationContext {
  readonly query: URLSearchParams
  /** The method that the framework puts on its request or context. */
  getSession: RequestSession<AnyAttributes>['getSession']
  invalidateSession(): Promise<void>
  /** What `requestSession(request, property)` gives to libraries. */
  requestSession(property?: string): RequestSession<AnyAttributes>
}

/** What a handler of the suites answers, in no framework's words. */
export interface IntegrationReply {
  /** @default 200, for a redirect 302 */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /**
   * Pieces of an iterable are written one by one: the head leaves with the first, and the iterable
   * may use the context meanwhile. Absent: a response without a body.
   */
  readonly body?: string | AsyncIterable<string>
  /** Where to redirect to, by the framework's own means. */
  readonly redirect?: string
}

export type IntegrationHandler = (
  context: IntegrationContext,
) => IntegrationReply | Promise<IntegrationReply>

/** An application that a harness builds with its framework. */
export interface IntegrationApp {
  /** Options of session filters, mounted in this order in front of every route; mostly one. */
  readonly filters: readonly SessionOptions<AnyAttributes>[]
  /** Handlers by path, for every method. */
  readonly routes: Readonly<Record<string, IntegrationHandler>>
  /** To be called with what reaches the framework's error handler, which then answers as ever. */
  onError(error: unknown): void
}
