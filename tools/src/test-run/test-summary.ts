/** A skipped test that said why. */
export interface SkipNote {
  readonly file: string
  readonly note: string
}

/** A failed test, a file that could not be collected, a failed hook or an error nobody caught. */
export interface Failure {
  readonly where: string
  readonly message: string
}

/** What a test run came to. */
export interface TestSummary {
  readonly passed: number
  readonly failures: readonly Failure[]
  readonly skipped: number
  readonly notes: readonly SkipNote[]
}

const empty: TestSummary = { passed: 0, failures: [], skipped: 0, notes: [] }

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
  const { passed, failures } = summary
  if (failures.length > 0 || (runnerSucceeded && passed > 0)) return summary
  const message = passed === 0 ? 'No test passed.' : 'It failed, though no test did.'
  return { ...summary, failures: [{ where: 'The run as a whole', message }] }
}

export const summaryLine = ({ passed, failures, skipped }: TestSummary): string =>
  `${passed} passed, ${failures.length} failed, ${skipped} skipped`

/** The reasons of skipped tests, each once, with how many of which file were skipped for it. */
export const skipLines = ({ notes }: TestSummary): readonly string[] => {
  const reasons = new Map<string, Map<string, number>>()
  for (const { file, note } of notes) {
    const files = reasons.get(note) ?? new Map<string, number>()
    reasons.set(note, files.set(file, (files.get(file) ?? 0) + 1))
  }
  return [...reasons].flatMap(([reason, files]) => [
    `Skipped: ${reason}`,
    ...[...files].map(([file, count]) => `  ${count} in ${file}`),
  ])
}

/** Every failure once more: whoever reads only the end of a long log finds it there. */
export const failureLines = ({ failures }: TestSummary): readonly string[] =>
  failures.flatMap(({ where, message }) => [
    `Failed: ${where}`,
    ...message.split('\n').map((line) => `  ${line}`),
  ])
