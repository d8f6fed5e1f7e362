import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { findBinary } from './find-binary.ts'

const run = promisify(execFile)

/** The command that a person would type to install `packages`, or `undefined` without apt-get. */
export const debianInstallCommand = (
  packages: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): string | undefined =>
  findBinary(['apt-get'], environment.PATH)
    ? `${isRoot() ? '' : 'sudo '}apt-get install -y ${packages.join(' ')}`
    : undefined

/**
 * Installs Debian packages, one call after the other, after one `apt-get update` a process.
 * Resolves to `undefined`, or to the sentence that says why it did not work.
 */
export const installDebianPackages = (
  packages: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string | undefined> => {
  const result = queue.then(() => install(packages, environment))
  queue = result
  return result
}

// dpkg has one lock for the whole machine, so services that start side by side install in turn.
let queue: Promise<unknown> = Promise.resolve()
const updated = new Set<string>()

const isRoot = (): boolean => process.getuid?.() === 0

const install = async (
  packages: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> => {
  const aptGet = findBinary(['apt-get'], environment.PATH)
  if (!aptGet) return 'There is no apt-get here.'
  const options = { env: { ...environment, DEBIAN_FRONTEND: 'noninteractive' } }
  // sudo drops the environment, so the variable travels on the command line.
  const privileged = isRoot() ? [] : ['sudo', '-n', 'env', 'DEBIAN_FRONTEND=noninteractive']
  const asRoot = async (...args: string[]): Promise<void> => {
    const [command, ...rest] = [...privileged, aptGet, ...args]
    await run(command as string, rest, options)
  }
  try {
    if (!isRoot()) await run('sudo', ['-n', 'true'], options)
  } catch {
    return 'Installing it needs root, and sudo asks for a password.'
  }
  try {
    if (!updated.has(aptGet)) await asRoot('update', '-qq')
    updated.add(aptGet)
    await asRoot('install', '-y', '-qq', '--no-install-recommends', ...packages)
    return undefined
  } catch (error) {
    const output = String((error as { stderr?: unknown }).stderr ?? '').trim()
    return `apt-get failed: ${output.split('\n').at(-1) ?? ''}`
  }
}
