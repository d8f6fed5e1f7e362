import { readFileSync } from 'node:fs'

/**
 * Microseconds that a process and its children have computed so far, as the scheduler of Linux counts
 * them; 0 elsewhere.
 */
export function cpuTimeOfFamily(pid: number): number {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean)
  let nanoseconds = 0
  for (const one of [pid, ...children]) {
    nanoseconds += Number(read(`/proc/${one}/schedstat`).split(' ')[0])
  }
  return nanoseconds / 1_000
}

/** Nothing of a process that has just ended. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
