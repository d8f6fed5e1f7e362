import type { AsyncMap, AsyncMapValue } from '@session/core'

/** An asynchronous map of the shape that Keyv has: it serializes its values to JSON. */
export class JsonMap implements AsyncMap {
  readonly #backend: Map<string, string>
  #gate: Promise<void> = Promise.resolve()
  calls = 0

  constructor(backend: Map<string, string>) {
    this.#backend = backend
  }

  async get(key: string): Promise<AsyncMapValue | undefined> {
    await this.#trip()
    const text = this.#backend.get(key)
    return text === undefined ? undefined : (JSON.parse(text) as AsyncMapValue)
  }

  async set(key: string, value: AsyncMapValue): Promise<boolean> {
    await this.#trip()
    this.#backend.set(key, JSON.stringify(value))
    return true
  }

  async delete(key: string): Promise<boolean> {
    await this.#trip()
    return this.#backend.delete(key)
  }

  async *keys(): AsyncIterable<string> {
    await this.#trip()
    yield* [...this.#backend.keys()]
  }

  /** Answers nothing more until the returned function is called; then all that waited is carried out. */
  hang(): () => void {
    let release = (): void => {}
    this.#gate = new Promise((resolve) => {
      release = resolve
    })
    return release
  }

  /** Every answer comes a turn later, as over a network. */
  async #trip(): Promise<void> {
    this.calls += 1
    await this.#gate
    await new Promise((resolve) => setImmediate(resolve))
  }
}
