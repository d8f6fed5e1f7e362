import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { summaryFileVariable } from './summary-reporter.ts'
import { concludeRun, type TestSummary } from './test-summary.ts'

const vitest = join(
  dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
  'vitest.mjs',
)
const reporter = fileURLToPath(new URL('summary-reporter.ts', import.meta.url))

/** Runs vitest once, with its output as it comes, and resolves to what it came to. */
export const runVitest = async (
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<TestSummary> => {
  const folder = mkdtempSync(join(tmpdir(), 'session-test-summary-'))
  const file = join(folder, 'summary.json')
  const shown = args.some((arg) => arg.startsWith('--reporter')) ? [] : ['--reporter=default']
  const child = spawn(
    process.execPath,
    [vitest, 'run', ...shown, `--reporter=${reporter}`, ...args],
    { stdio: 'inherit', env: { ...environment, [summaryFileVariable]: file } },
  )
  // The tests end first, then the services, then we.
  const pass = (signal: NodeJS.Signals): boolean => child.kill(signal)
  process.on('SIGINT', pass).on('SIGTERM', pass)
  try {
    const [code] = (await once(child, 'exit')) as [number | null]
    return concludeRun(read(file), code === 0)
  } finally {
    process.off('SIGINT', pass).off('SIGTERM', pass)
    rmSync(folder, { recursive: true })
  }
}

const read = (file: string): TestSummary | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as TestSummary
  } catch {
    return undefined
  }
}
