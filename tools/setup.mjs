// Installs the workspace when it is missing or older than the lockfile. Needs node and npm, nothing else.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const [major, minor] = process.versions.node.split('.').map(Number)
if (!((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22)) {
  console.error(`Node ${process.version} is too old: install Node 20.19 or 22.12, or newer.`)
  process.exit(1)
}

const hash = createHash('sha256')
for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'])
  hash.update(readFileSync(file))
const stamp = `${hash.digest('hex')} ${process.version}`
const mark = 'node_modules/.session-setup'

if (!(existsSync(mark) && readFileSync(mark, 'utf8') === stamp)) {
  const { packageManager } = JSON.parse(readFileSync('package.json', 'utf8'))
  console.log('Installing what is missing (once, about half a minute) …')
  const { status, error, stdout, stderr } = spawnSync(
    'npx',
    ['--yes', packageManager, 'install', '--frozen-lockfile', '--reporter=append-only'],
    {
      // What npx and pnpm say about themselves confuses a newcomer: it is shown when they fail.
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      shell: process.platform === 'win32',
    },
  )
  if (error) throw error
  if (status !== 0) {
    console.error(stdout, stderr)
    console.error(`Installing failed. To see why: npx ${packageManager} install --frozen-lockfile`)
    process.exit(status ?? 1)
  }
  writeFileSync(mark, stamp)
}
