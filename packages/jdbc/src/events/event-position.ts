/** Milliseconds for which a missing number is waited for: longer than any save takes. */
const PATIENCE = 10_000

/**
 * Which events of a table have been heard. Numbers are given before a transaction is committed: a lower
 * one may appear after a higher one, or, after a rollback, never.
 */
export class EventPosition {
  /** Up to here nothing is to come. */
  #floor: number
  readonly #above = new Set<number>()
  #waitingSince: number | undefined

  constructor(floor: number) {
    this.#floor = floor
  }

  get floor(): number {
    return this.#floor
  }

  /** `true` for the first time. */
  take(number: number): boolean {
    if (number <= this.#floor || this.#above.has(number)) return false
    this.#above.add(number)
    return true
  }

  /** To be called when everything above the floor has been read; `now` in epoch milliseconds. */
  settle(now: number): void {
    this.#climb(now)
    if (this.#above.size === 0) this.#waitingSince = undefined
    else this.#waitingSince ??= now
    if (this.#waitingSince === undefined || now - this.#waitingSince < PATIENCE) return
    this.#floor = Math.min(...this.#above) - 1
    this.#climb(now)
  }

  #climb(now: number): void {
    while (this.#above.delete(this.#floor + 1)) {
      this.#floor++
      this.#waitingSince = this.#above.size === 0 ? undefined : now
    }
  }
}
