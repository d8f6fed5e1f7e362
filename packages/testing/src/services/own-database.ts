import type { RunningDatabase } from './database-process.ts'
import { findOrStart } from './find-or-start.ts'
import type { Service, ServiceContext } from './service.ts'

/**
 * Starts a database server for one test alone, in a folder that `stop()` removes. A URL in the
 * environment does not matter here: what it names belongs to others. Rejects with the command that
 * gets `executable` when there is none.
 */
export const startOwnDatabase = async (
  executable: Service,
  start: (binary: string, context: ServiceContext) => Promise<RunningDatabase>,
): Promise<RunningDatabase> => {
  const { [executable.environmentVariable]: given, ...environment } = process.env
  let started: RunningDatabase | undefined
  const found = await findOrStart(
    {
      ...executable,
      binaries: given ? [given] : executable.binaries,
      start: async (binary, context) => {
        started = await start(binary, context)
        return { url: started.url, stop: started.stop }
      },
    },
    { install: false, environment },
  )
  if ('missing' in found) throw new Error(`${found.missing} Get it: ${found.remedy}`)
  return Object.assign(started as RunningDatabase, { stop: found.stop })
}
