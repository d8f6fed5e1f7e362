import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** Where the server and the load run when the machine lets us choose. */
export const SERVER_CORE = 0
export const LOAD_CORE = 1

/** Can processes be bound to cores? On Linux with `taskset` and two cores. */
export const canPin = (): boolean =>
  availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0

/** Binds this process, with all its threads, to a core. */
export function pinThisProcess(core: number): void {
  const { status, stderr } = spawnSync('taskset', ['-acp', String(core), String(process.pid)])
  if (status !== 0) throw new Error(`taskset could not bind this process: ${stderr}`)
}

/** A command that runs `command` on one core. */
export const pinned = (core: number, command: readonly string[]): string[] => [
  'taskset',
  '-c',
  String(core),
  ...command,
]
