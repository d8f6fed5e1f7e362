import { existsSync, readdirSync, readFileSync } from 'node:fs'

/**
 * What a process and its children have computed in their main threads, as the scheduler of Linux
 * counts it; nothing elsewhere. It never goes down: who has ended counts with what was last seen.
 */
export class FamilyCpuTime {
  readonly #pid: number
  readonly #nanoseconds = new Map<string, number>()

  constructor(pid: number) {
    this.#pid = pid
  }

  /** Microseconds so far. */
  read(): number {
    for (const pid of [String(this.#pid), ...childrenOf(this.#pid)]) {
      const spent = Number(readIfThere(`/proc/${pid}/schedstat`).split(' ')[0])
      if (spent > 0) this.#nanoseconds.set(pid, spent)
    }
    let total = 0
    for (const spent of this.#nanoseconds.values()) total += spent
    return total / 1_000
  }
}

/** Linux lists them by the thread that started them. */
function childrenOf(pid: number): string[] {
  const folder = `/proc/${pid}/task`
  const threads = existsSync(folder) ? readdirSync(folder) : []
  const lists = threads.map((thread) => readIfThere(`${folder}/${thread}/children`))
  return lists.join(' ').split(' ').filter(Boolean)
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
