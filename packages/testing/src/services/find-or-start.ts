import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { debianInstallCommand, installDebianPackages } from './debian-packages.ts'
import { findBinary } from './find-binary.ts'
import { launchProcess } from './launch-process.ts'
import type { MissingService, RunningService, Service } from './service.ts'

export interface FindOrStartOptions {
  /** Whether Debian's packages may be installed when nothing else is found. */
  readonly install: boolean
  /** @default process.env */
  readonly environment?: NodeJS.ProcessEnv
}

/**
 * A service, by the first way that works: the URL in its environment variable, one of its binaries,
 * Debian's packages. Rejects when a binary is there but does not start: that is a fault, not a lack.
 */
export const findOrStart = async (
  service: Service,
  { install, environment = process.env }: FindOrStartOptions,
): Promise<RunningService | MissingService> => {
  const given = environment[service.environmentVariable]
  if (given) return { url: given, stop: async () => {} }

  const found = findBinary(service.binaries, environment.PATH)
  if (found) return start(service, found)

  const refusal = install
    ? await installDebianPackages(service.debianPackages, environment)
    : undefined
  const installed = findBinary(service.binaries, environment.PATH)
  if (installed) return start(service, installed)

  return {
    missing: `${service.name} was not found.${refusal ? ` ${refusal}` : ''}`,
    remedy:
      debianInstallCommand(service.debianPackages, environment) ??
      `export ${service.environmentVariable}=<where ${service.name} is>`,
  }
}

const start = async (service: Service, binary: string): Promise<RunningService> => {
  let folder = ''
  const removeFolder = async (): Promise<void> => {
    if (folder) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    const running = await service.start(binary, {
      folder: () => {
        folder ||= mkdtempSync(join(tmpdir(), `session-${service.name}-`))
        return folder
      },
      launch: (command, args, options) => launchProcess(folder, command, args, options),
    })
    return {
      url: running.url,
      stop: async () => {
        await running.stop()
        await removeFolder()
      },
    }
  } catch (error) {
    await removeFolder()
    throw error
  }
}
