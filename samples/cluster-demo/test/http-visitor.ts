/** A client like curl with a cookie file: no script, no browser's headers, redirects not followed. */
export class HttpVisitor {
  readonly #url: string
  #cookie: string | undefined

  constructor(port: number) {
    this.#url = `http://127.0.0.1:${port}`
  }

  get(path: string, init: RequestInit = {}): Promise<Response> {
    return this.#send(path, init)
  }

  post(path: string, fields: Record<string, string> = {}, init: RequestInit = {}) {
    return this.#send(path, { method: 'POST', body: new URLSearchParams(fields), ...init })
  }

  async text(path: string): Promise<string> {
    return (await this.get(path)).text()
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers)
    if (this.#cookie !== undefined) headers.set('cookie', this.#cookie)
    const response = await fetch(this.#url + path, { ...init, headers, redirect: 'manual' })
    for (const cookie of response.headers.getSetCookie()) this.#cookie = cookie.split(';')[0]
    return response
  }
}
