import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { LaunchedProcess, LaunchOptions } from './service.ts'

/**
 * Stands between this process and the server. It holds a pipe to us that the kernel closes however
 * we end (SIGKILL included), and then takes the server and its folder with it. Plain text for
 * `node --eval`, because a file of its own would have to be found from sources and bundles alike.
 */
const guard = `
const { spawn } = require('node:child_process')
const { rmSync } = require('node:fs')
const [, folder, command, ...args] = process.argv
const server = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] })
let orphaned = false
const stop = () => {
  server.kill('SIGTERM')
  setTimeout(() => server.kill('SIGKILL'), 5000)
}
const abandon = () => {
  orphaned = true
  stop()
}
process.on('SIGTERM', stop)
process.stdin.on('end', abandon).on('error', abandon).resume()
server.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
server.on('exit', (code) => {
  if (orphaned && folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  process.exit(code ?? 1)
})
`

const startTimeout = 60_000

/**
 * Starts `command` behind a guard and waits until its port accepts connections.
 *
 * @param folder removed when this process ends without having stopped the server; '' for none
 */
export const launchProcess = async (
  folder: string,
  command: string,
  args: readonly string[],
  { port, environment = process.env }: LaunchOptions,
): Promise<LaunchedProcess> => {
  const child = spawn(process.execPath, ['--eval', guard, '--', folder, command, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: environment,
    // In a group of its own, so that Ctrl-C reaches the server after the tests, not with them.
    detached: true,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk).slice(-4000)
    })
  const ended = once(child, 'exit')
  const waiting = new AbortController()
  try {
    await Promise.race([
      opens(port, waiting.signal),
      ended.then(() => {
        throw new Error(`${command} ended before it answered on port ${port}.\n${output}`)
      }),
    ])
  } catch (error) {
    child.kill('SIGTERM')
    throw error
  } finally {
    waiting.abort()
  }
  letProcessEnd(child)
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null
  return {
    lastWords: () => (hasEnded() ? output : undefined),
    stop: async () => {
      if (hasEnded()) return
      child.ref()
      child.kill('SIGTERM')
      await ended
    },
  }
}

const opens = async (port: number, signal: AbortSignal): Promise<void> => {
  const deadline = Date.now() + startTimeout
  while (!signal.aborted) {
    const socket = connect(port, '127.0.0.1')
    try {
      await once(socket, 'connect')
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
      await delay(25)
    } finally {
      socket.destroy()
    }
  }
}

/** A server that nobody stopped must not keep a finished process waiting: the guard ends it. */
const letProcessEnd = (child: ChildProcess): void => {
  child.unref()
  for (const stream of child.stdio) (stream as { unref?(): void } | null)?.unref?.()
}
