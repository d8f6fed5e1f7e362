import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const folder = fileURLToPath(new URL('..', import.meta.url))

/** The demo as people start it: a process of its own. */
export class DemoProcess {
  readonly #child: ChildProcess
  readonly ended: Promise<number | null>
  readonly errors: Promise<string>
  #printed = ''

  constructor(port: string | number, ...args: readonly string[]) {
    this.#child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts', ...args], {
      cwd: folder,
      env: { ...process.env, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.ended = once(this.#child, 'exit').then(([code]) => code as number | null)
    this.errors = text(this.#child.stderr as NodeJS.ReadableStream)
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.#printed += chunk
    })
    onTestFinished(() => void this.#child.kill('SIGKILL'))
  }

  get printed(): string {
    return this.#printed
  }

  /** Of the front door, once it has opened. */
  get port(): number {
    return Number(/127\.0\.0\.1:(\d+)/.exec(this.#printed)?.[1])
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** What it prints until the address is there. */
  async opening(): Promise<string> {
    const early = this.ended.then(async () => {
      throw new Error(`It ended early.\n${this.#printed}${await this.errors}`)
    })
    while (!this.#printed.includes('Ctrl-C')) {
      await Promise.race([once(this.#child.stdout as NodeJS.ReadableStream, 'data'), early])
    }
    return this.#printed
  }
}
