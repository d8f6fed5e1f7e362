import { findOrStart } from './find-or-start.ts'
import { redisExecutable } from './redis-executable.ts'
import type { RunningService, ServiceContext } from './service.ts'

/**
 * Starts something on Redis for one test alone, in a folder that `stop()` removes. A URL in the
 * environment does not matter here: what it names belongs to others. Rejects with the command that
 * gets `redis-server` when there is none.
 */
export const startOwnRedis = async <Running extends RunningService>(
  start: (binary: string, context: ServiceContext) => Promise<Running>,
): Promise<Running> => {
  const { SESSION_REDIS_SERVER, ...environment } = process.env
  let started: Running | undefined
  const found = await findOrStart(
    {
      ...redisExecutable,
      binaries: SESSION_REDIS_SERVER ? [SESSION_REDIS_SERVER] : redisExecutable.binaries,
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
