import { writeFile } from 'node:fs/promises'
import type { Question } from '../questions/question.ts'
import { readResult, type StoredResult } from './stored-result.ts'

const PREAMBLE = `# Results

Written by \`npm run bench -- --write\`; the raw figures lie beside this page as JSON. **Ratios hold from one machine to the next, absolute figures do not**, so the tables show ratios alone.

How it is measured: every subject is a server process of its own, compiled, with \`NODE_ENV=production\`, bound to one core; the load comes from another core over keep-alive connections that send one request at a time. All subjects run in the same run, in short bursts that take turns, each round in another order. What counts is the CPU time that the server process itself reports for a burst (all its threads, garbage collection included), divided by the requests; of all rounds the lower quartile, since whatever disturbs a measurement only adds to it, and the very least is luck. *What the session adds* is that figure less the bare server's. The bare server runs twice: its second row of figures, which should be 0 %, shows how fine this measures. A figure of ours that misses its goal says so.

A database is a server of its own that holds nothing else, on the core of the load; what it computes is counted by itself or by the system. How time grows with the number of sessions is asked by the measuring process, on the core of servers, of databases that are filled past the store.
`

/** Writes the page from everything that was ever measured and kept. */
export async function writeResultsPage(folder: URL, questions: readonly Question[]): Promise<void> {
  const reports: string[] = []
  for (const question of questions) {
    const result = await readResult<StoredResult>(folder, question.name)
    if (result !== undefined) reports.push(question.report(result))
  }
  await writeFile(new URL('README.md', folder), `${[PREAMBLE, ...reports].join('\n\n')}\n`)
}
