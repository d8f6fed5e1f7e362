import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { NodeAnswer, NodeOrder } from './node-order.ts'
import type { RunningNode } from './start-node.ts'

const ENTRY = fileURLToPath(new URL('node-main.ts', import.meta.url))
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

/** Long enough to see that the other node goes on alone. */
const PAUSE_BEFORE_RESTART = 2000
const LONGEST_GOODBYE = 5000

/** One app node in a process of its own. When it dies, it is said, and it is started again. */
export class NodeProcess implements RunningNode {
  readonly name: string
  readonly #order: NodeOrder
  readonly #report: (sentence: string) => void
  readonly #stopping = new AbortController()
  #child: ChildProcess | undefined
  #port: number | undefined

  private constructor(order: NodeOrder, report: (sentence: string) => void) {
    this.name = order.name
    this.#order = order
    this.#report = report
  }

  /** @throws Error with the node's own word on why it could not start. */
  static async start(order: NodeOrder, report: (sentence: string) => void): Promise<NodeProcess> {
    const node = new NodeProcess(order, report)
    await node.#launch()
    return node
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  get port(): number | undefined {
    return this.#port
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const killing = setTimeout(() => child.kill('SIGKILL'), LONGEST_GOODBYE)
    const ended = once(child, 'exit')
    if (child.connected) child.disconnect()
    await ended
    clearTimeout(killing)
  }

  async #launch(): Promise<void> {
    // Not the flags of this process: tsx's own would make the node send signals through our channel.
    const child = fork(ENTRY, { execArgv: ['--import', TSX] })
    this.#child = child
    const ended = once(child, 'exit').then(() => ({ problem: 'it ended at once' }))
    const answered = once(child, 'message').then(([answer]) => answer as NodeAnswer)
    child.send(this.#order)
    const answer = await Promise.race([answered, ended])
    if ('problem' in answer) throw new Error(`Node ${this.name} did not start: ${answer.problem}`)
    this.#port = answer.port
    child.once('exit', (code, signal) => {
      this.#port = undefined
      if (this.#stopping.signal.aborted) return
      this.#report(
        `Node ${this.name} (process ${child.pid}) ended: ${signal ?? `exit code ${code}`}.`,
      )
      void this.#restart()
    })
  }

  async #restart(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      try {
        await delay(PAUSE_BEFORE_RESTART, undefined, { signal })
        await this.#launch()
        this.#report(`Node ${this.name} is back, as process ${this.pid}.`)
        return
      } catch (error) {
        if (!signal.aborted) this.#report((error as Error).message)
      }
    }
  }
}
