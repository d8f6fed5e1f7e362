// `npm test`: starts what the tests need, runs them all, and ends with one line of counts.
import { services } from '@session/testing/services'
import { runVitest } from './test-run/run-vitest.ts'
import { concludeRun, failureLines, skipLines, summaryLine } from './test-run/test-summary.ts'
import { withServices } from './test-run/with-services.ts'

const summary = await withServices(services, process.env, (environment) =>
  runVitest(process.argv.slice(2), environment),
).catch((error: unknown) => {
  console.error(error)
  return concludeRun(undefined, false)
})
for (const line of skipLines(summary)) console.log(line)
for (const line of failureLines(summary)) console.log(line)
console.log(summaryLine(summary))
process.exitCode = summary.failures.length === 0 ? 0 : 1
