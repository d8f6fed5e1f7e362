import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { root } from './pages.ts'

// Declared attributes hold for a whole program, so these snippets are one of their own.
test('snippets that declare attributes compile', { timeout: 60_000 }, async () => {
  const tsc = createRequire(import.meta.url).resolve('typescript/lib/tsc.js')
  const project = ['-p', `${root}docs/declared/tsconfig.json`]
  const compiler = spawn(process.execPath, [tsc, ...project], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  compiler.stdout.on('data', (text) => {
    output += text
  })
  const [status] = await once(compiler, 'close')
  expect({ status, output }).toEqual({ status: 0, output: '' })
})
