import type { HttpExchange } from '../http-exchange.ts'

export interface SetSessionIdOptions {
  /** The user asked to be remembered: the id should outlive the browser window. @default false */
  rememberMe?: boolean
}

/** How the session id travels between client and server. */
export interface HttpSessionIdResolver {
  /** Request headers that the response depends on, for `Vary`. */
  readonly vary: readonly string[]
  /** Candidate ids in the order presented, unchecked. */
  resolveSessionIds(exchange: HttpExchange): readonly string[]
  /** Sends a new or changed id to the client. */
  setSessionId(exchange: HttpExchange, sessionId: string, options?: SetSessionIdOptions): void
  /** Tells the client to forget the id. */
  expireSession(exchange: HttpExchange): void
}
