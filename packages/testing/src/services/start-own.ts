import { findOrStart } from './find-or-start.ts'
import type { RunningService, Service, ServiceContext } from './service.ts'

/**
 * Starts something for one test alone, in a folder that `stop()` removes. A URL in the environment does
 * not matter here: what it names belongs to others. Rejects with the command that gets `executable`
 * when there is none.
 */
export const startOwn = async <Running extends RunningService>(
  executable: Service,
  start: (binary: string, context: ServiceContext) => Promise<Running>,
): Promise<Running> => {
  const { [executable.environmentVariable]: given, ...environment } = process.env
  let started: Running | undefined
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
  return Object.assign(started as Running, { stop: found.stop })
}
