import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('integration/hammering-node.fixture.ts', import.meta.url))

/** A process that writes to a session, and what it said that it has done. */
export interface HammeringNode {
  readonly process: ChildProcess
  /** Names of attributes. */
  readonly saved: readonly string[]
  /** Ids of sessions that nobody else knows. */
  readonly made: readonly string[]
  readonly ended: readonly string[]
  /** Rejects with what it printed when it failed; a signal is no failure. */
  readonly exit: Promise<void>
}

/** @param count how many rounds it makes */
export function hammeringNode(url: string, name: string, id: string, count: number): HammeringNode {
  const child = fork(program, [url, name, id, String(count)], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const saved: string[] = []
  const made: string[] = []
  const ended: string[] = []
  child.on('message', (message: { saved?: string; made?: string; ended?: string }) => {
    if (message.saved !== undefined) saved.push(message.saved)
    if (message.made !== undefined) made.push(message.made)
    if (message.ended !== undefined) ended.push(message.ended)
  })
  let printed = ''
  child.stderr?.on('data', (text) => {
    printed += text
  })
  const exit = once(child, 'close').then(([code]) => {
    if (code !== null && code !== 0) throw new Error(printed)
  })
  return { process: child, saved, made, ended, exit }
}
