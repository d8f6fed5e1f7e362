// `npm run bench [-- question…] [--quick | --write]`: prints ratios, and keeps them with --write.
import { parseArgs } from 'node:util'
import type { Effort } from './comparison/comparison.ts'
import { measure } from './comparison/measure.ts'
import { sessionCostOnExpress } from './questions/session-cost-on-express.ts'
import { comparisonReport } from './report/comparison-report.ts'
import { writeResultsPage } from './report/results-page.ts'
import { type StoredResult, storeResult } from './report/stored-result.ts'
import { describeMachine, installedVersion } from './report/surroundings.ts'
import { canPin, LOAD_CORE, pinThisProcess } from './server/cores.ts'

const comparisons = [sessionCostOnExpress]
const results = new URL('../results/', import.meta.url)

const thorough: Effort = { warmUpRounds: 5, rounds: 32, requestsPerBurst: 1_000, connections: 50 }
const quick: Effort = { warmUpRounds: 0, rounds: 2, requestsPerBurst: 100, connections: 10 }

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean' }, write: { type: 'boolean' } },
  allowPositionals: true,
})
if (values.quick && values.write) throw new Error('Quick figures are not worth keeping.')
const chosen = comparisons.filter(
  ({ name }) => positionals.length === 0 || positionals.includes(name),
)
if (chosen.length === 0) {
  throw new Error(`Questions are: ${comparisons.map(({ name }) => name).join(', ')}.`)
}

const pin = canPin()
if (pin) pinThisProcess(LOAD_CORE)
const effort = values.quick ? quick : thorough

for (const comparison of chosen) {
  const measurements = await measure(comparison, {
    effort,
    pin,
    progress: (line) => console.error(`${comparison.name}: ${line}`),
  })
  const result: StoredResult = {
    machine: describeMachine(),
    versions: ['express', 'express-session'].map(installedVersion),
    pinned: pin,
    effort,
    measurements,
  }
  console.log(comparisonReport(comparison, result))
  if (values.write) await storeResult(results, comparison.name, result)
}
if (values.write) await writeResultsPage(results, comparisons)
