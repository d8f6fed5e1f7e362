import { createRequire } from 'node:module'
import { arch, cpus, platform } from 'node:os'

/** The kind of machine, without what would tell whose. */
export const describeMachine = (): string =>
  `Node ${process.version} on ${platform()} ${arch()} with ${cpus().length} cores`

/** `name version` of an installed package. */
export function installedVersion(name: string): string {
  const { version } = createRequire(import.meta.url)(`${name}/package.json`) as { version: string }
  return `${name} ${version}`
}
