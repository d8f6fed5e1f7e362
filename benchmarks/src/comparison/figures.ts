import type { Comparison, Framework, Measurement, RequestKind } from './comparison.ts'

/** The ratios between subjects that hold from one machine to the next. */
export class Figures {
  readonly #comparison: Comparison
  readonly #measurements: readonly Measurement[]

  constructor(comparison: Comparison, measurements: readonly Measurement[]) {
    this.#comparison = comparison
    this.#measurements = measurements
  }

  measurement({ request, size, alone }: RequestKind, subject: string): Measurement {
    const found = this.#measurements.find(
      (one) =>
        one.request === request &&
        one.size === size &&
        one.alone === alone &&
        one.subject === subject,
    )
    if (found === undefined) throw new Error(`Nobody measured ${subject} ${request} ${size}.`)
    return found
  }

  /**
   * Microseconds of a whole request: a quarter of the rounds were cheaper. Whatever disturbs only
   * adds, so it is a low figure that counts; the very lowest would be luck.
   */
  cost(kind: RequestKind, subject: string): number {
    return lowerQuartile(this.measurement(kind, subject).cpu)
  }

  /** What the session adds to the bare server, in parts of what the reference's session adds. */
  share(kind: RequestKind, subject: string): number {
    return this.#added(kind, subject) / this.#added(kind, this.#comparison.reference)
  }

  /** What the session adds, in parts of what the floor of its framework adds. */
  shareOfFloor(kind: RequestKind, subject: string): number {
    return this.#added(kind, subject) / this.#added(kind, this.#frameworkOf(subject).floor)
  }

  /** The whole server's cost in parts of the floor's of its framework. */
  ratioToFloor(kind: RequestKind, subject: string): number {
    return this.cost(kind, subject) / this.cost(kind, this.#frameworkOf(subject).floor)
  }

  /** Has the floor a call for a server of a database? */
  databaseComputes(kind: RequestKind): boolean {
    const { databaseCpu, storeCalls } = this.measurement(kind, this.#comparison.floor)
    return storeCalls > 0 && lowerQuartile(databaseCpu) > 0
  }

  /** What its database computes for it, in parts of what it computes for the floor. */
  databaseRatio(kind: RequestKind, subject: string): number {
    const cost = (name: string): number => lowerQuartile(this.measurement(kind, name).databaseCpu)
    return cost(subject) / cost(this.#comparison.floor)
  }

  /** Requests per second in parts of those of the floor of its framework. */
  throughputRatio(kind: RequestKind, subject: string): number {
    const slowness = (name: string): number =>
      lowerQuartile(this.measurement(kind, name).requestsPerSecond.map((rate) => 1 / rate))
    return slowness(this.#frameworkOf(subject).floor) / slowness(subject)
  }

  #added(kind: RequestKind, subject: string): number {
    return this.cost(kind, subject) - this.cost(kind, this.#frameworkOf(subject).bare)
  }

  #frameworkOf(subject: string): Framework {
    const { subjects } = this.#comparison
    return subjects.find(({ name }) => name === subject)?.framework ?? this.#comparison
  }
}

const lowerQuartile = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 4)] ?? Number.NaN
