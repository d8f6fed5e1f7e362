import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { DATABASE_URL } from '../databases/database.ts'
import { pinned, SERVER_CORE } from './cores.ts'
import type { SubjectQuestion } from './serve-subject.ts'

export interface SubjectProcessOptions {
  /** Bind it to the core of servers. */
  readonly pin: boolean
  /** Where it finds its database, if it has one. */
  readonly databaseUrl?: string | undefined
}

/** A server under measurement, in a process of its own. */
export class SubjectProcess {
  readonly #child: ChildProcess
  readonly port: number

  private constructor(child: ChildProcess, port: number) {
    this.#child = child
    this.port = port
  }

  /** @param file compiled JavaScript: what a loader costs must not be measured */
  static async start(
    file: string,
    { pin, databaseUrl }: SubjectProcessOptions,
  ): Promise<SubjectProcess> {
    const node = [process.execPath, file]
    const [command = '', ...parameters] = pin ? pinned(SERVER_CORE, node) : node
    const child = spawn(command, parameters, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: {
        ...process.env,
        NODE_ENV: 'production',
        NODE_OPTIONS: '',
        ...(databaseUrl === undefined ? {} : { [DATABASE_URL]: databaseUrl }),
      },
    })
    await answer(child)
    return new SubjectProcess(child, await ask(child, 'port'))
  }

  ask(question: SubjectQuestion): Promise<number> {
    return ask(this.#child, question)
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return
    const exit = once(this.#child, 'exit')
    this.#child.disconnect()
    await exit
  }
}

function ask(child: ChildProcess, question: SubjectQuestion): Promise<number> {
  const answered = answer(child)
  child.send(question)
  return answered
}

/** The next message; one question is under way at a time. */
function answer(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      child.off('message', onMessage)
      child.off('error', onError)
      child.off('exit', onExit)
    }
    const onMessage = (message: unknown): void => {
      settle()
      resolve(message as number)
    }
    const onError = (error: Error): void => {
      settle()
      reject(error)
    }
    const onExit = (code: number | null): void => onError(new Error(`A server ended with ${code}.`))
    child.on('message', onMessage)
    child.on('error', onError)
    child.on('exit', onExit)
  })
}
