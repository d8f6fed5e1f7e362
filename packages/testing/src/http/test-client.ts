import { CookieJar } from './cookie-jar.ts'

/** `fetch`, or what speaks another protocol and looks like it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** A response that was read to its end. */
export interface ReadResponse {
  readonly status: number
  readonly headers: Headers
  readonly setCookies: readonly string[]
  readonly text: string
}

/** A small browser: keeps cookies, follows nothing by itself. */
export class TestClient {
  readonly jar: CookieJar = new CookieJar()
  readonly #origin: string
  readonly #fetch: Fetch

  constructor(origin: string, send: Fetch = fetch) {
    this.#origin = origin
    this.#fetch = send
  }

  /** The response when its head has arrived; its body is still to be read. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(path, this.#origin).href
    const headers = new Headers(init.headers)
    const cookie = this.jar.header(url)
    if (cookie !== undefined && !headers.has('cookie')) headers.set('cookie', cookie)
    const response = await this.#fetch(url, { ...init, headers, redirect: 'manual' })
    this.jar.store(url, response.headers.getSetCookie())
    return response
  }

  /** The whole response. */
  async get(path: string, init?: RequestInit): Promise<ReadResponse> {
    const response = await this.fetch(path, init)
    const { status, headers } = response
    return { status, headers, setCookies: headers.getSetCookie(), text: await response.text() }
  }

  /** The whole response of the page that a chain of redirects ends at. */
  async follow(path: string): Promise<ReadResponse> {
    let response = await this.get(path)
    for (let hops = 0; response.status >= 300 && response.status < 400; hops++) {
      if (hops === 10) throw new Error(`More than 10 redirects from ${path}.`)
      response = await this.get(response.headers.get('location') ?? '/')
    }
    return response
  }
}
