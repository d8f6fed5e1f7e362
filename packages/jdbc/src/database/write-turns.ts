/**
 * Lets the writers of this process to one file go one after the other. Two of them would otherwise
 * meet in the driver, which waits for the lock with the whole process: also with the one that has it.
 */
export class WriteTurns {
  static readonly #byFile = new Map<string, WriteTurns>()
  #last: Promise<unknown> = Promise.resolve()

  static of(file: string): WriteTurns {
    const turns = WriteTurns.#byFile.get(file) ?? new WriteTurns()
    WriteTurns.#byFile.set(file, turns)
    return turns
  }

  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work)
    this.#last = turn.catch(() => undefined)
    return turn
  }
}
