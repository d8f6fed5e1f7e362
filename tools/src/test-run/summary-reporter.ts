import { writeFileSync } from 'node:fs'
import type { SerializedError, TestModule } from 'vitest/node'
import type { Reporter } from 'vitest/reporters'
import type { SkipNote, TestSummary } from './test-summary.ts'

/** The variable that names the file for the summary. */
export const summaryFileVariable = 'SESSION_TEST_SUMMARY'

const summarize = (
  modules: readonly TestModule[],
  unhandledErrors: readonly SerializedError[],
): TestSummary => {
  let passed = 0
  let failed = unhandledErrors.length
  let skipped = 0
  const notes: SkipNote[] = []
  for (const module of modules) {
    failed += module.errors().length
    for (const suite of module.children.allSuites()) failed += suite.errors().length
    for (const test of module.children.allTests()) {
      const result = test.result()
      if (result.state === 'passed') passed += 1
      else if (result.state !== 'skipped') failed += 1
      else {
        skipped += 1
        const name = `${module.relativeModuleId} > ${test.fullName}`
        if (result.note) notes.push({ test: name, note: result.note })
      }
    }
  }
  return { passed, failed, skipped, notes }
}

// A default export, because that is how vitest loads a reporter from a file.
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const file = process.env[summaryFileVariable]
    if (file) writeFileSync(file, JSON.stringify(summarize(modules, errors)))
  }
}
