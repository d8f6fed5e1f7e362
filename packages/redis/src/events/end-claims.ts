/** Claims that are remembered; the stream tells of an end within moments, or when it was cut off. */
const MOST = 1000

/**
 * Which ends this process has announced because the reply of the step named them. A reply that is
 * lost, or comes after the deadline, names none, and so does one to a request that a client sent
 * again: then the stream announces.
 */
export class EndClaims {
  #last = 0
  readonly #announced = new Map<string, Promise<ReadonlySet<string>>>()

  /**
   * Does what may end sessions, under a claim that their entries in the stream carry. `endedBy` tells
   * the ids of those that the result names.
   */
  make<T>(
    signal: AbortSignal,
    end: (claim: string) => Promise<T>,
    endedBy: (result: T) => readonly string[],
  ): Promise<T> {
    const claim = String(++this.#last)
    const ending = end(claim)
    const announced = new Promise<ReadonlySet<string>>((resolve) => {
      const nothing = (): void => resolve(NONE)
      signal.addEventListener('abort', nothing, { once: true })
      ending.then((result) => resolve(signal.aborted ? NONE : new Set(endedBy(result))), nothing)
    })
    this.#announced.set(claim, announced)
    const [oldest] = this.#announced.keys()
    if (oldest !== undefined && this.#announced.size > MOST) this.#announced.delete(oldest)
    return ending
  }

  /** Waits for an answer that is on its way. */
  async isAnnounced(claim: string, id: string): Promise<boolean> {
    const announced = this.#announced.get(claim)
    return announced === undefined ? claim !== NEVER : (await announced).has(id)
  }
}

/** Saves: the repository announces them itself, now or when it repeats them. */
export const ALWAYS = '0'
/** What no reply tells of. */
export const NEVER = ''

const NONE: ReadonlySet<string> = new Set()
