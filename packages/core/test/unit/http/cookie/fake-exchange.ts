import type { HttpExchange } from '../../../../src/http/http-exchange.ts'

export interface FakeRequest {
  readonly headers?: Readonly<Record<string, string>>
  readonly secure?: boolean
  readonly hostname?: string
  readonly contextPath?: string
}

/** The port with nothing behind it: a request as given, a response to look at. */
export class FakeExchange implements HttpExchange {
  readonly secure: boolean
  readonly hostname: string | undefined
  readonly contextPath: string
  readonly headersSent = false
  readonly #request: ReadonlyMap<string, string>
  readonly #response = new Map<string, string[]>()

  constructor({ headers = {}, secure = false, hostname, contextPath = '' }: FakeRequest = {}) {
    this.secure = secure
    this.hostname = hostname
    this.contextPath = contextPath
    this.#request = new Map(Object.entries(headers).map(([k, v]) => [k.toLowerCase(), v]))
  }

  requestHeader(name: string): string | undefined {
    return this.#request.get(name.toLowerCase())
  }

  responseHeader(name: string): string | undefined {
    return this.#response.get(name.toLowerCase())?.join(', ')
  }

  setResponseHeader(name: string, value: string): void {
    this.#response.set(name.toLowerCase(), [value])
  }

  appendResponseHeader(name: string, value: string): void {
    this.#response.set(name.toLowerCase(), [...this.responseHeaders(name), value])
  }

  responseHeaders(name: string): readonly string[] {
    return this.#response.get(name.toLowerCase()) ?? []
  }

  hold(): void {
    throw new Error('Neither serializers nor resolvers hold a response back.')
  }
}

export const withCookies = (cookie: string): FakeExchange =>
  new FakeExchange({ headers: { cookie } })
