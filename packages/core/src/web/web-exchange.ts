import { IllegalStateError } from '../errors/illegal-state-error.ts'
import type { HttpExchange, ResponseParticipant } from '../http/http-exchange.ts'

/** Header fields that several writers add to; every other one is replaced. */
const ADDED_TO = new Set(['set-cookie', 'vary'])

/** One WHATWG request, and the headers that its response will get. */
export class WebExchange implements HttpExchange {
  readonly #request: Request
  readonly #isSecure: ((request: Request) => boolean) | undefined
  readonly #participants: ResponseParticipant[] = []
  #headers: Headers | undefined
  #hasNews = false
  #isComplete = false
  headersSent = false
  /** An application behind a Fetch handler does not say where it is mounted. */
  readonly contextPath = ''

  constructor(request: Request, isSecure: ((request: Request) => boolean) | undefined) {
    this.#request = request
    this.#isSecure = isSecure
  }

  get secure(): boolean {
    return this.#isSecure?.(this.#request) ?? new URL(this.#request.url).protocol === 'https:'
  }

  get hostname(): string {
    return new URL(this.#request.url).hostname
  }

  requestHeader(name: string): string | undefined {
    return this.#request.headers.get(name) ?? undefined
  }

  responseHeader(name: string): string | undefined {
    return this.#headers?.get(name) ?? undefined
  }

  setResponseHeader(name: string, value: string): void {
    this.#writable(name).set(name, value)
  }

  appendResponseHeader(name: string, value: string): void {
    this.#writable(name).append(name, value)
  }

  hold(participant: ResponseParticipant): void {
    if (this.headersSent) {
      throw new IllegalStateError(
        'The handler returned its Response without having used the session, so nothing waits for it any more. Call getSession() before the handler returns; a streaming body may go on with that session.',
      )
    }
    this.#participants.push(participant)
  }

  /** Must the response wait for somebody? */
  get isHeld(): boolean {
    return this.#participants.length > 0
  }

  /** Is there anything that the client has to hear? A `Vary` alone serves caches only. */
  get hasNews(): boolean {
    return this.#hasNews
  }

  /** Starts from the headers of the handler's response; what was written before goes on top. */
  adopt(headers: Headers): Headers {
    const merged = new Headers(headers)
    for (const [name, value] of this.#headers ?? []) {
      if (ADDED_TO.has(name)) merged.append(name, value)
      else merged.set(name, value)
    }
    this.#headers = merged
    return merged
  }

  /** `undefined`: nothing to wait for. */
  commit(): Promise<unknown> | undefined {
    return together(this.#participants.map((participant) => participant.commit()))
  }

  /** `undefined`: nothing to wait for, or done before. */
  complete(): Promise<unknown> | undefined {
    if (this.#isComplete) return undefined
    this.#isComplete = true
    return together(this.#participants.map((participant) => participant.complete()))
  }

  #writable(name: string): Headers {
    if (name.toLowerCase() !== 'vary') this.#hasNews = true
    this.#headers ??= new Headers()
    return this.#headers
  }
}

function together(all: readonly (Promise<void> | undefined)[]): Promise<unknown> | undefined {
  return all.some((one) => one !== undefined) ? Promise.all(all) : undefined
}
