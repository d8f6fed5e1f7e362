import { writeFileSync } from 'node:fs'
import type { SerializedError, TestModule } from 'vitest/node'
import type { Reporter } from 'vitest/reporters'
import type { Failure, SkipNote, TestSummary } from './test-summary.ts'

/** The variable that names the file for the summary. */
export const summaryFileVariable = 'SESSION_TEST_SUMMARY'

const messageOf = ({ message, stacks }: SerializedError): string => {
  const [place] = stacks ?? []
  return place ? `${message}\nat ${place.file}:${place.line}` : message
}

const summarize = (
  modules: readonly TestModule[],
  unhandledErrors: readonly SerializedError[],
): TestSummary => {
  let passed = 0
  let skipped = 0
  const failures: Failure[] = []
  const notes: SkipNote[] = []
  const fail = (where: string, errors: readonly SerializedError[]): unknown =>
    failures.push({ where, message: errors.map(messageOf).join('\n') })
  for (const error of unhandledErrors) fail('An error that nobody caught', [error])
  for (const module of modules) {
    const file = module.relativeModuleId
    for (const error of module.errors()) fail(file, [error])
    for (const suite of module.children.allSuites())
      for (const error of suite.errors()) fail(`${file} > ${suite.fullName}`, [error])
    for (const test of module.children.allTests()) {
      const result = test.result()
      if (result.state === 'passed') passed += 1
      else if (result.state !== 'skipped')
        fail(`${file} > ${test.fullName}`, result.errors ?? [{ message: 'It did not end.' }])
      else {
        skipped += 1
        if (result.note) notes.push({ file, note: result.note })
      }
    }
  }
  return { passed, failures, skipped, notes }
}

// A default export, because that is how vitest loads a reporter from a file.
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const file = process.env[summaryFileVariable]
    if (file) writeFileSync(file, JSON.stringify(summarize(modules, errors)))
  }
}
