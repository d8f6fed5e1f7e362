import { redisExecutable } from './redis-executable.ts'
import type { RunningService, ServiceContext } from './service.ts'
import { startOwn } from './start-own.ts'

/** Starts something on Redis for one test alone; see `startOwn`. */
export const startOwnRedis = <Running extends RunningService>(
  start: (binary: string, context: ServiceContext) => Promise<Running>,
): Promise<Running> => startOwn(redisExecutable, start)
