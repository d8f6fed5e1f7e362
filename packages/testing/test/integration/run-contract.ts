import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const vitest = join(
  dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
  'vitest.mjs',
)

export interface ContractRun {
  readonly passed: number
  /** The names of the tests that failed, with their concern. */
  readonly failed: readonly string[]
  readonly messages: string
}

interface JsonReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[]
      readonly title: string
      readonly status: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

/** Runs one fixture of a folder, in a vitest of its own, whose configuration lies in the folder. */
export function runContract(folder: string, fixture: string): Promise<ContractRun> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [vitest, 'run', '--root', folder, fixture],
      { env: { ...process.env, CI: '', NO_COLOR: '1' }, maxBuffer: 1e8 },
      (_error, stdout, stderr) => {
        const json = stdout.slice(stdout.indexOf('{"'))
        if (json === '') return reject(new Error(stderr))
        resolve(toRun(JSON.parse(json) as JsonReport))
      },
    )
  })
}

function toRun({ testResults }: JsonReport): ContractRun {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults)
  const failed = tests.filter(({ status }) => status === 'failed')
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: failed.map(({ ancestorTitles, title }) =>
      [...ancestorTitles.slice(1), title].join(' > '),
    ),
    messages: failed.flatMap(({ failureMessages }) => failureMessages).join('\n'),
  }
}
