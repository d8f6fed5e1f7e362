/** A skipped test that said why. */
export interface SkipNote {
  readonly test: string
  readonly note: string
}

/** What a test run came to. */
export interface TestSummary {
  readonly passed: number
  /** Failed tests, files that could not be collected, failed hooks and errors nobody caught. */
  readonly failed: number
  readonly skipped: number
  readonly notes: readonly SkipNote[]
}

const empty: TestSummary = { passed: 0, failed: 0, skipped: 0, notes: [] }

/**
 * The last word on a run. A runner that failed without a failing test (no tests found, a missed
 * threshold, a crash before it could report) counts as one failure, so that the line and the exit
 * code never disagree.
 */
export const concludeRun = (
  reported: TestSummary | undefined,
  runnerSucceeded: boolean,
): TestSummary => {
  const summary = reported ?? empty
  const ranNothing = summary.passed + summary.failed === 0
  const failedOtherwise = summary.failed === 0 && (!runnerSucceeded || ranNothing)
  return failedOtherwise ? { ...summary, failed: 1 } : summary
}

export const summaryLine = ({ passed, failed, skipped }: TestSummary): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`

/** The reasons of skipped tests, each once, with the tests below it. */
export const skipLines = ({ notes }: TestSummary): readonly string[] => {
  const reasons = new Set(notes.map(({ note }) => note))
  return [...reasons].flatMap((reason) => [
    `Skipped: ${reason}`,
    ...notes.filter(({ note }) => note === reason).map(({ test }) => `  ${test}`),
  ])
}
