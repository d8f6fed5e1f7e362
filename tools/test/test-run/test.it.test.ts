import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const tsx = createRequire(import.meta.url).resolve('tsx')
const main = fileURLToPath(new URL('../../src/test.ts', import.meta.url))
const fixtures = fileURLToPath(new URL('fixtures', import.meta.url))

/** Runs the command as `npm test -- <filter>` does, over suites with known outcomes. */
const run = (
  filter: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<{ code: number; lines: string[] }> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', tsx, main, '--root', fixtures, filter],
      {
        env: {
          ...process.env,
          CI: '',
          NO_COLOR: '1',
          SESSION_CHROMIUM: '/a/browser',
          ...environment,
        },
      },
      (_error, stdout) => resolve({ code: child.exitCode ?? -1, lines: stdout.trim().split('\n') }),
    )
  })

describe.concurrent('npm test', () => {
  test.each([
    ['passing', '2 passed, 0 failed, 2 skipped', 0],
    ['failing', '1 passed, 1 failed, 0 skipped', 1],
    ['uncollectable', '0 passed, 1 failed, 0 skipped', 1],
    ['hook', '0 passed, 1 failed, 1 skipped', 1],
    ['unhandled', '1 passed, 1 failed, 0 skipped', 1],
    ['matches-no-file', '0 passed, 1 failed, 0 skipped', 1],
  ])('ends with the counts of %s suites: %s', async (filter, line, code) => {
    const ended = await run(filter)
    expect(ended.lines.at(-1)).toBe(line)
    expect(ended.code).toBe(code)
  })

  test('tells at its very end what failed, where and why', async () => {
    const ended = await run('failing')
    expect(ended.lines.slice(-4)).toEqual([
      'Failed: failing.fixture.ts > fails',
      expect.stringMatching(/^ {2}expected /),
      expect.stringMatching(/^ {2}at .*failing\.fixture\.ts:\d+$/),
      '1 passed, 1 failed, 0 skipped',
    ])
  })

  test('names the files that miss a service, and the command that gets it', async () => {
    const ended = await run('needing')
    expect(ended.lines.slice(-3)).toEqual([
      expect.stringMatching(/^Skipped: absent was not found\. Get it: .*no-such-package$/),
      '  1 in needing.fixture.ts',
      '1 passed, 0 failed, 1 skipped',
    ])
    expect(ended.code).toBe(0)
  })

  test('fails for a missing service in CI', async () => {
    const ended = await run('needing', { CI: 'true' })
    expect(ended.lines.at(-1)).toBe('1 passed, 1 failed, 0 skipped')
    expect(ended.code).toBe(1)
  })
})
