/**
 * Something that belongs to one request and does not stand on it. Express replaces the prototype of
 * each request, and V8 takes microseconds for every property that is added after that. The list of
 * raw headers, which every request of Node has for itself, costs nothing; other requests are looked
 * up in a weak map, which costs the garbage collector.
 */
export class BesideRequest<T extends object> {
  readonly #symbol: symbol
  readonly #others = new WeakMap<object, T>()

  constructor(name: string) {
    this.#symbol = Symbol(name)
  }

  get(request: object): T | undefined {
    const list = rawHeadersOf(request)
    return list === undefined ? this.#others.get(request) : (list[this.#symbol] as T | undefined)
  }

  set(request: object, value: T): void {
    const list = rawHeadersOf(request)
    if (list === undefined) this.#others.set(request, value)
    else list[this.#symbol] = value
  }
}

function rawHeadersOf(request: object): Record<symbol, unknown> | undefined {
  const { rawHeaders } = request as { rawHeaders?: unknown }
  return Array.isArray(rawHeaders) ? (rawHeaders as never) : undefined
}
