import type { Comparison, Measurement, RequestKind } from './comparison.ts'

/** The ratios between subjects that hold from one machine to the next. */
export class Figures {
  readonly #comparison: Comparison
  readonly #measurements: readonly Measurement[]

  constructor(comparison: Comparison, measurements: readonly Measurement[]) {
    this.#comparison = comparison
    this.#measurements = measurements
  }

  measurement(kind: RequestKind, subject: string): Measurement {
    const found = this.#measurements.find(
      (one) => one.request === kind.request && one.size === kind.size && one.subject === subject,
    )
    if (found === undefined)
      throw new Error(`Nobody measured ${subject} ${kind.request} ${kind.size}.`)
    return found
  }

  /**
   * Microseconds of a whole request: a quarter of the rounds were cheaper. Whatever disturbs only
   * adds, so it is a low figure that counts; the very lowest would be luck.
   */
  cost(kind: RequestKind, subject: string): number {
    const { cpu } = this.measurement(kind, subject)
    return cpu.toSorted((a, b) => a - b)[Math.floor(cpu.length / 4)] ?? Number.NaN
  }

  /** What the session adds to the bare server, in parts of what the reference's session adds. */
  share(kind: RequestKind, subject: string): number {
    const { bare, reference } = this.#comparison
    const nothing = this.cost(kind, bare)
    return (this.cost(kind, subject) - nothing) / (this.cost(kind, reference) - nothing)
  }

  /** The whole server's cost in parts of the floor's. */
  ratioToFloor(kind: RequestKind, subject: string): number {
    return this.cost(kind, subject) / this.cost(kind, this.#comparison.floor)
  }
}
