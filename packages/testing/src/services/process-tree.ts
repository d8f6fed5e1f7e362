import { execFileSync } from 'node:child_process'

interface ListedProcess {
  readonly pid: number
  readonly parent: number
  readonly ended: boolean
}

const list = (): readonly ListedProcess[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => {
      const [pid, parent, state = ''] = line.trim().split(/\s+/)
      // A zombie holds nothing any more; it waits for whoever inherited it.
      return { pid: Number(pid), parent: Number(parent), ended: state.startsWith('Z') }
    })

/** A process that still runs and its children, itself first; empty once it has ended. */
export const processTree = (pid: number): readonly number[] => {
  const running = list().filter(({ ended }) => !ended)
  return running.some((one) => one.pid === pid)
    ? [pid, ...running.filter(({ parent }) => parent === pid).map((child) => child.pid)]
    : []
}

/** Whether any of these processes still runs. */
export const anyRuns = (pids: readonly number[]): boolean =>
  list().some(({ pid, ended }) => !ended && pids.includes(pid))

/** Sends a signal to each; one that has ended meanwhile is passed over. */
export const signalAll = (pids: readonly number[], signal: NodeJS.Signals): void => {
  for (const pid of pids)
    try {
      process.kill(pid, signal)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
}
