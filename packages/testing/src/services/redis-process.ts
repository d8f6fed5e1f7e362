import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RedisCheck, redisReady } from './redis-ready.ts'
import type { RunningService, ServiceContext } from './service.ts'

/** One server of a test's own, to be broken. */
export interface RunningRedis extends RunningService {
  /** `redis://127.0.0.1:6379`, with the password if it has one. */
  readonly url: string
  /** Stays the same over restarts. */
  readonly port: number
  /** The process that runs now, or ran last. */
  readonly pid: number
  /**
   * Sends a signal to the server. `SIGKILL` and `SIGTERM` resolve once it has ended; after `SIGSTOP`
   * it keeps its connections and answers nothing, until `SIGCONT`. Rejects when it has ended already.
   */
  kill(signal: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'): Promise<void>
  /** Ends it if it runs, and starts it with the same port, files and configuration. */
  restart(): Promise<void>
  /** Ends it, whatever state it is in. */
  stop(): Promise<void>
}

export interface RedisProcessOptions {
  readonly port: number
  /** Lines of its `redis.conf`; of two that set the same, the later one wins. */
  readonly config: readonly string[]
  /** Given after the configuration file. */
  readonly args?: readonly string[]
  /** What one has to say to it before it answers. */
  readonly password?: string | undefined
  /** Who signed its certificate (a PEM file), when it speaks TLS. */
  readonly ca?: string | undefined
}

/** Starts one server and resolves once it answers. Its files are in `context.folder()`. */
export const launchRedis = async (
  binary: string,
  context: ServiceContext,
  { port, config, args = [], password, ca }: RedisProcessOptions,
): Promise<RunningRedis> => {
  const folder = join(context.folder(), String(port))
  const configFile = join(folder, 'redis.conf')
  const pidFile = join(folder, 'redis.pid')
  const own = [`port ${port}`, `dir "${folder}"`, `pidfile "${pidFile}"`]
  mkdirSync(folder)
  // A file and not arguments: sentinels and CONFIG REWRITE write into it.
  writeFileSync(configFile, [...own, ...config, ''].join('\n'))

  const launch = async (): Promise<{ readonly pid: number; stop(): Promise<void> }> => {
    const { stop } = await context.launch(binary, [configFile, ...args], { port })
    try {
      await redisReady({ port, password, ca }, answers)
      // The process that was launched is a guard; the server itself is its child.
      return { pid: Number(readFileSync(pidFile, 'utf8')), stop }
    } catch (error) {
      await stop()
      throw error
    }
  }

  let running = await launch()
  const end = (): Promise<void> => {
    continueIfStopped(running.pid)
    return running.stop()
  }
  return {
    url: redisUrl(port, password, ca),
    port,
    get pid() {
      return running.pid
    },
    kill: async (signal) => {
      process.kill(running.pid, signal)
      if (signal === 'SIGKILL' || signal === 'SIGTERM') await end()
    },
    restart: async () => {
      await end()
      running = await launch()
    },
    stop: end,
  }
}

/** A server whose configuration lets nobody in answers all the same. */
const answers: RedisCheck = async (ask) => {
  try {
    await ask('PING')
  } catch (error) {
    if (!/^(NOAUTH|NOPERM) /.test((error as Error).message)) throw error
  }
}

/** A stopped process does not see the signal that asks it to end. */
const continueIfStopped = (pid: number): void => {
  try {
    process.kill(pid, 'SIGCONT')
  } catch {
    // It has ended.
  }
}

const redisUrl = (port: number, password: string | undefined, ca: string | undefined): string => {
  const credentials = password === undefined ? '' : `:${encodeURIComponent(password)}@`
  const address = `${credentials}127.0.0.1:${port}`
  return ca ? `rediss://${address}?ca=${encodeURIComponent(ca)}` : `redis://${address}`
}
