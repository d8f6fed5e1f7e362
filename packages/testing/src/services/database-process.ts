import { readFileSync, rmSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { anyRuns, processTree, signalAll } from './process-tree.ts'
import type { RunningService, ServiceContext } from './service.ts'

/** One database server of a test's own, to be broken. */
export interface RunningDatabase extends RunningService {
  /** `postgres://postgres@127.0.0.1:5432/postgres`, `mysql://root@127.0.0.1:3306/test`. */
  readonly url: string
  /** Stays the same over restarts. */
  readonly port: number
  /** The process that runs now, or ran last. */
  readonly pid: number
  /** Ends it by SIGKILL, with all its children, as a crash does. What was committed is kept. */
  kill(): Promise<void>
  /** It keeps its connections and answers nothing, until `resume()`. */
  pause(): void
  resume(): void
  /** Ends it if it runs, and starts it with the same port, files and configuration. */
  restart(): Promise<void>
  /** Ends it, whatever state it is in, without waiting for its clients. */
  stop(): Promise<void>
}

export interface DatabaseProcessOptions {
  readonly url: string
  readonly port: number
  readonly command: string
  readonly args: readonly string[]
  /** Its first line is the process id. */
  readonly pidFile: string
  /** Whether the server behind such a `pidFile` takes clients. */
  readonly ready: (pidFile: string) => boolean
  /** What ends it at once and in order. */
  readonly stopSignal: NodeJS.Signals
}

const patience = 30_000

/** Starts one server and resolves once it takes clients. */
export const launchDatabase = async (
  context: ServiceContext,
  { url, port, command, args, pidFile, ready, stopSignal }: DatabaseProcessOptions,
): Promise<RunningDatabase> => {
  const launch = async (): Promise<{ readonly pid: number; stop(): Promise<void> }> => {
    // One that was killed leaves its file behind.
    rmSync(pidFile, { force: true })
    const { stop, lastWords } = await context.launch(command, args, { port })
    const look = (): string => {
      const words = lastWords()
      // What answers on the port is somebody else's then.
      if (words !== undefined) throw new Error(`${command} ended before it was ready.\n${words}`)
      return readIfThere(pidFile)
    }
    try {
      // The process that was launched is a guard; the server itself is its child.
      const file = await until(look, (text) => text !== '' && ready(text))
      return { pid: Number.parseInt(file, 10), stop }
    } catch (error) {
      await stop()
      throw error
    }
  }
  let running = await launch()
  const signal = (name: NodeJS.Signals): void => signalAll(processTree(running.pid), name)
  const end = async (): Promise<void> => {
    // A stopped process does not see the signal that asks it to end.
    signal('SIGCONT')
    signalAll([running.pid], stopSignal)
    await running.stop()
  }
  return {
    url,
    port,
    get pid() {
      return running.pid
    },
    kill: async () => {
      const all = processTree(running.pid)
      signalAll(all, 'SIGKILL')
      await running.stop()
      await until(
        () => anyRuns(all),
        (any) => !any,
      )
    },
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
    restart: async () => {
      await end()
      running = await launch()
    },
    stop: end,
  }
}

const readIfThere = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return ''
  }
}

const until = async <Value>(look: () => Value, good: (value: Value) => boolean): Promise<Value> => {
  const deadline = Date.now() + patience
  for (;;) {
    const value = look()
    if (good(value)) return value
    if (Date.now() > deadline) throw new Error(`The server was not ready in ${patience} ms.`)
    await delay(10)
  }
}
