/** Lets one task at a time work on a key, in the order they came. */
export class KeyedMutex {
  static readonly #ofMap = new WeakMap<object, KeyedMutex>()
  readonly #tails = new Map<string, Promise<unknown>>()

  /** The one for a map: several repositories over it must wait for each other. */
  static of(map: object): KeyedMutex {
    const mutex = KeyedMutex.#ofMap.get(map) ?? new KeyedMutex()
    KeyedMutex.#ofMap.set(map, mutex)
    return mutex
  }

  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key)
    const run = before === undefined ? task() : before.then(task)
    const tail = run.catch(() => undefined)
    this.#tails.set(key, tail)
    try {
      return await run
    } finally {
      if (this.#tails.get(key) === tail) this.#tails.delete(key)
    }
  }
}
