/** What is known of a store operation that ended in an error. */
export type Outcome = 'applied' | 'not-applied' | 'unknown'

/** Every code that an error of this library can carry. Each has an entry in the docs' error reference. */
export type SessionErrorCode =
  | 'ATTRIBUTE_NOT_DECODABLE'
  | 'ATTRIBUTE_NOT_STORABLE'
  | 'CALL_ABORTED'
  | 'FOREIGN_SESSION'
  | 'ILLEGAL_STATE'
  | 'INVALID_OPTION'
  | 'MISSING_ATTRIBUTE'
  | 'REPOSITORY_CLOSED'
  | 'SESSION_GONE'
  | 'SESSION_ID_TAKEN'
  | 'STORE_FULL'
  | 'STORE_TIMEOUT'
  | 'STORE_UNAVAILABLE'

export interface SessionErrorFacts {
  /** Was the operation carried out? @default 'not-applied' */
  outcome?: Outcome
  /** May the same call succeed when it is made again? @default false */
  retryable?: boolean
  /** The HTTP status that an error page should carry. @default 500 */
  status?: number
}

const MARK = Symbol.for('@session/core/SessionError')

/**
 * The base of every error that this library throws.
 *
 * It carries what frameworks look for (`status` and `statusCode`, `headers`, `getResponse()`), so
 * that Express, Fastify, Koa and Hono answer 503 with `Retry-After` by themselves when a store is
 * down. Neither a session id nor an attribute's value nor a driver's own message is in it: drivers
 * print bound values.
 */
export abstract class SessionError extends Error {
  abstract readonly code: SessionErrorCode
  readonly outcome: Outcome
  readonly retryable: boolean
  readonly status: number

  constructor(message: string, facts: SessionErrorFacts = {}) {
    super(message)
    this.name = new.target.name
    this.outcome = facts.outcome ?? 'not-applied'
    this.retryable = facts.retryable ?? false
    this.status = facts.status ?? 500
    Object.defineProperty(this, MARK, { value: true })
  }

  /** The same as `status`, under the name that Fastify reads. */
  get statusCode(): number {
    return this.status
  }

  /** Headers for the error response: `Retry-After` where a retry may help. */
  get headers(): Record<string, string> {
    return this.status === 503 ? { 'Retry-After': '1' } : {}
  }

  /** A complete error response for Fetch servers, with nothing internal in it. */
  getResponse(): Response {
    const headers = { ...this.headers, 'Content-Type': 'text/plain; charset=utf-8' }
    const text = this.status === 503 ? 'Service Unavailable' : 'Internal Server Error'
    return new Response(this.status === 409 ? 'Conflict' : text, { status: this.status, headers })
  }

  /** Works across two copies of this package, where `instanceof` does not. */
  static isInstance(value: unknown): value is SessionError {
    return typeof value === 'object' && value !== null && MARK in value
  }
}
