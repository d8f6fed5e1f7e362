import { readFileSync } from 'node:fs'
import { arch, cpus, platform } from 'node:os'

/** The kind of machine, without what would tell whose. */
export const describeMachine = (): string =>
  `Node ${process.version} on ${platform()} ${arch()} with ${cpus().length} cores`

/** `name version` of a package that is installed for the benchmarks. */
export function installedVersion(name: string): string {
  // Not by `require`: some packages do not export their manifest.
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url)
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }
  return `${name} ${version}`
}
