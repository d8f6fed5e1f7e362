import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { tarballProblems } from '../../src/check/tarball-problems.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const pnpm = join(root, 'node_modules', '.bin', 'pnpm')

const manifest = {
  name: '@session/example',
  version: '1.0.0',
  license: 'Apache-2.0',
  type: 'module',
  files: ['dist'],
  exports: {
    '.': { types: './dist/index.d.ts', default: './dist/index.js' },
    './package.json': './package.json',
  },
}
const files = {
  'README.md': '# Example\n',
  'dist/index.js': 'export const answer = 42\n',
  'dist/index.d.ts': 'export declare const answer: number\n',
}

describe('tarballProblems', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'session-tarball-'))
    cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const problemsOf = async (
    changedManifest: object,
    changedFiles: Record<string, string | undefined> = {},
  ): Promise<readonly string[]> => {
    const all = {
      ...files,
      'package.json': JSON.stringify({ ...manifest, ...changedManifest }),
      ...changedFiles,
    }
    for (const [file, text] of Object.entries(all)) {
      if (text === undefined) continue
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), text)
    }
    const { stdout } = await promisify(execFile)(pnpm, ['pack', '--json'], { cwd: folder })
    const { filename } = JSON.parse(stdout) as { filename: string }
    return tarballProblems(join(folder, filename))
  }

  test('finds nothing wrong with a package as it should be', async () => {
    expect(await problemsOf({})).toEqual([])
  })

  test('finds a missing README and files that only the repository needs', async () => {
    const problems = await problemsOf(
      { files: ['dist', 'test'] },
      { 'README.md': undefined, 'test/a.test.js': '' },
    )
    expect(problems).toEqual([
      'README.md is missing from the tarball',
      'test/a.test.js should not be in the tarball',
    ])
  })

  test('finds exports that point at sources', async () => {
    const problems = await problemsOf({ exports: { '.': './src/index.ts' } })
    expect(problems).toContain('exports still points into the workspace: {".":"./src/index.ts"}')
  })

  test('finds an import that the manifest does not declare, but not one in a comment', async () => {
    const code = [
      "import { once } from 'node:events'",
      "import {a as b,\n c} from '@scope/undeclared/part'",
      "import declared from 'declared'",
      "import './other.js'",
      "/**\n * import { x } from 'example'\n */",
      "export * from 'undeclared'",
      'export const answer = [once, b, c, declared]',
    ]
    const problems = await problemsOf(
      { peerDependencies: { declared: '^1.0.0' } },
      { 'dist/index.js': code.join('\n'), 'dist/other.js': '' },
    )
    expect(problems).toEqual([
      '@scope/undeclared is imported but is neither a dependency nor a peer',
      'undeclared is imported but is neither a dependency nor a peer',
    ])
  })

  test('finds types that are not there', async () => {
    const problems = await problemsOf({}, { 'dist/index.d.ts': undefined })
    expect(problems).toContain('dist/index.d.ts is missing from the tarball')
    expect(problems.some((problem) => problem.startsWith('publint: '))).toBe(true)
    expect(problems.some((problem) => problem.startsWith('attw: '))).toBe(true)
  })

  test('finds types that import without a file extension', async () => {
    const problems = await problemsOf(
      {},
      {
        'dist/answer.d.ts': files['dist/index.d.ts'],
        'dist/index.d.ts': "export { answer } from './answer'\n",
      },
    )
    expect(problems).toEqual([expect.stringContaining('attw: {"kind":"InternalResolutionError"')])
  })
})
