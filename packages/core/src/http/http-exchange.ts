/** What the session filter does to a response at the two moments that matter. */
export interface ResponseParticipant {
  /**
   * Called once, before the first byte of the head leaves. The head waits for the promise;
   * `undefined` means that there is nothing to wait for. A rejection discards the response.
   */
  commit(): Promise<void> | undefined
  /**
   * Called once, before the end of the response leaves, and at the latest before what completes a
   * body of declared length. The end waits for the promise. When head and end leave in one moment it
   * is called right after `commit` has settled; `isCommitMoment` says that nobody waited in between,
   * so nothing can have changed. A rejection after the head left breaks the connection off: the
   * client must not take the response for whole.
   */
  complete(isCommitMoment?: boolean): Promise<void> | undefined
}

/**
 * One request and its response, as the filter sees them. Everything that knows a framework is on the
 * other side of this port.
 */
export interface HttpExchange {
  /** A header of the request; repeated ones joined as the platform joins them. Any case. */
  requestHeader(name: string): string | undefined
  /** Did the request arrive over TLS, as the framework (and its proxy settings) sees it? */
  readonly secure: boolean
  /** The host that the client asked for, without port. */
  readonly hostname: string | undefined
  /** The path that the application is mounted under, without a slash at its end; `''` at the root. */
  readonly contextPath: string
  /** Has the head of the response left, or been handed over to leave? */
  readonly headersSent: boolean
  responseHeader(name: string): string | undefined
  /** Replaces the header. Works until the head leaves, also while it is being held back. */
  setResponseHeader(name: string, value: string): void
  /** Adds one more header of this name, keeping those that are there. */
  appendResponseHeader(name: string, value: string): void
  /** Holds the response back for this participant. One hold per response, many participants. */
  hold(participant: ResponseParticipant): void
  /**
   * Where a rejecting handler would kill the process (Express 4): failures go here, and the promise
   * that the handler awaits stays pending.
   */
  readonly reject?: (error: unknown) => void
}
