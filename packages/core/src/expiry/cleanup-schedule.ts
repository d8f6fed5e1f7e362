/** Runs a job again and again: jittered, so that many nodes do not sweep in step, and never twice at once. */
export class CleanupSchedule {
  readonly #every: number
  readonly #job: () => Promise<unknown>
  #timer: NodeJS.Timeout | undefined
  #running: Promise<unknown> | undefined
  #stopped = false

  /** `every` in milliseconds: the longest time between two runs. A job that fails is tried again at its next time. */
  constructor(every: number, job: () => Promise<unknown>) {
    this.#every = every
    this.#job = job
  }

  /** Does nothing when it runs already, or was stopped. */
  start(): void {
    if (this.#stopped || this.#timer !== undefined || this.#running !== undefined) return
    const wait = this.#every * (0.8 + Math.random() * 0.2)
    // A timer must not keep a process alive that has nothing else to do.
    this.#timer = setTimeout(() => void this.#run(), wait).unref()
  }

  /** Resolves when a run that is under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#running
  }

  async #run(): Promise<void> {
    this.#timer = undefined
    this.#running = this.#job().catch(() => undefined)
    await this.#running
    this.#running = undefined
    this.start()
  }
}
