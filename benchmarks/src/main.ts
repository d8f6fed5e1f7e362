// `npm run bench [-- question…] [--quick | --write]`: prints ratios, and keeps them with --write.
import { parseArgs } from 'node:util'
import { questions } from './questions/questions.ts'
import { writeResultsPage } from './report/results-page.ts'
import { storeResult } from './report/stored-result.ts'
import { describeMachine, installedVersion } from './report/surroundings.ts'
import { canPin, LOAD_CORE, pinThisProcess } from './server/cores.ts'

const results = new URL('../results/', import.meta.url)

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean' }, write: { type: 'boolean' } },
  allowPositionals: true,
})
const { quick = false, write = false } = values
if (quick && write) throw new Error('Quick figures are not worth keeping.')
const chosen = questions.filter(
  ({ name }) => positionals.length === 0 || positionals.includes(name),
)
if (chosen.length === 0) {
  throw new Error(`Questions are: ${questions.map(({ name }) => name).join(', ')}.`)
}

const pin = canPin()

for (const question of chosen) {
  if (pin) pinThisProcess(LOAD_CORE)
  const progress = (line: string): void => console.error(`${question.name}: ${line}`)
  const measured = await question.measure({ quick, pin, progress })
  const result = {
    machine: describeMachine(),
    versions: question.packages.map(installedVersion),
    pinned: pin,
    ...measured,
  }
  console.log(question.report(result))
  if (write) await storeResult(results, question.name, result)
}
if (write) await writeResultsPage(results, questions)
