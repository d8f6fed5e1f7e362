/** Claims that were lost and are remembered; each is an answer that came late or never. */
const MOST = 1000

/** What saves claim: the repository announces them itself, now or when it repeats them. */
export const ALWAYS = '0'

/**
 * Which of the ends that this process caused it has announced. An answer that is lost, or comes after
 * the deadline, announces nothing: then this process hears of its own end as the others do.
 */
export class EndClaims {
  #last = 0
  readonly #open = new Map<string, Promise<boolean>>()

  /** Does what may end sessions, under a claim that is told with them. */
  make<T>(signal: AbortSignal, end: (claim: string) => Promise<T>): Promise<T> {
    const claim = String(++this.#last)
    const ending = end(claim)
    const announced = new Promise<boolean>((resolve) => {
      signal.addEventListener('abort', () => resolve(false), { once: true })
      ending.then(
        () => resolve(!signal.aborted),
        () => resolve(false),
      )
    })
    this.#open.set(claim, announced)
    void announced.then((isAnnounced) => {
      if (isAnnounced) this.#open.delete(claim)
    })
    const [oldest] = this.#open.keys()
    if (oldest !== undefined && this.#open.size > MOST) this.#open.delete(oldest)
    return ending
  }

  /** Waits for an answer that is on its way. */
  async isAnnounced(claim: string): Promise<boolean> {
    return (await this.#open.get(claim)) ?? true
  }
}
