import type { StoredResult } from '../report/stored-result.ts'

export interface HowToMeasure {
  /** Only to see that everything works: the figures are not worth keeping. */
  readonly quick: boolean
  /** Bind servers and load to a core each. */
  readonly pin: boolean
  readonly progress?: (line: string) => void
}

/** Something that measuring can answer. */
export interface Question<Result extends object = object> {
  /** Of the file that keeps the figures. */
  readonly name: string
  /** Packages whose versions matter. */
  readonly packages: readonly string[]
  measure(how: HowToMeasure): Promise<Result>
  /** The answer as Markdown. */
  report(result: StoredResult & Result): string
}
