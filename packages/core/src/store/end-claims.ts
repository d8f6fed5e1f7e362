/** Claims that are remembered: a channel tells of an end within moments, or when it was cut off. */
const MOST = 1000

/**
 * For stores whose channel brings a process its own events, too: which ends it has announced because
 * the answer to the step named them. An answer that is lost, or comes after the deadline, names none,
 * and so may one to a request that a driver sent again: then the channel announces.
 */
export class EndClaims {
  /** The claim of saves: the repository announces them itself, now or when it repeats them. */
  static readonly ALWAYS: string = '0'
  /** The claim of what no answer tells of. */
  static readonly NEVER: string = ''

  #last = 0
  readonly #announced = new Map<string, Promise<ReadonlySet<string>>>()

  /** Does what may end sessions, under a claim that is told with them. Resolves to those that the answer names. */
  make<T extends { readonly id: string }>(
    signal: AbortSignal,
    end: (claim: string) => Promise<T[]>,
  ): Promise<T[]> {
    const claim = String(++this.#last)
    const ending = end(claim)
    const announced = new Promise<ReadonlySet<string>>((resolve) => {
      const nothing = (): void => resolve(NONE)
      signal.addEventListener('abort', nothing, { once: true })
      ending.then(
        (ended) => resolve(signal.aborted ? NONE : new Set(ended.map(({ id }) => id))),
        nothing,
      )
    })
    this.#announced.set(claim, announced)
    const [oldest] = this.#announced.keys()
    if (oldest !== undefined && this.#announced.size > MOST) this.#announced.delete(oldest)
    return ending
  }

  /** Waits for an answer that is on its way. */
  async isAnnounced(claim: string, id: string): Promise<boolean> {
    const announced = this.#announced.get(claim)
    return announced === undefined ? claim !== EndClaims.NEVER : (await announced).has(id)
  }
}

const NONE: ReadonlySet<string> = new Set()
