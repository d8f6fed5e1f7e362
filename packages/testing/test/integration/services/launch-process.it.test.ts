import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, test, vi } from 'vitest'
import { findOrStart } from '../../../src/services/find-or-start.ts'
import { freePort } from '../../../src/services/free-port.ts'
import { launchProcess } from '../../../src/services/launch-process.ts'
import type { RunningService } from '../../../src/services/service.ts'
import { httpService } from './http-service.ts'

interface Identity {
  readonly pid: number
  readonly folder: string
}

const ask = async (url: string): Promise<Identity> => (await (await fetch(url)).json()) as Identity

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const expectGone = ({ pid, folder }: Identity): Promise<void> =>
  vi.waitFor(
    () =>
      expect({ alive: isAlive(pid), folder: existsSync(folder) }).toEqual({
        alive: false,
        folder: false,
      }),
    { timeout: 10_000 },
  )

describe('a service that was started', () => {
  test('answers, and is gone with its folder once stopped', async () => {
    const running = (await findOrStart(httpService, { install: false })) as RunningService
    const identity = await ask(running.url)
    expect(existsSync(identity.folder)).toBe(true)
    await running.stop()
    expect(isAlive(identity.pid)).toBe(false)
    expect(existsSync(identity.folder)).toBe(false)
    await running.stop()
  })

  const parent = async (...args: string[]) => {
    const tsx = createRequire(import.meta.url).resolve('tsx')
    const main = fileURLToPath(new URL('start-and-wait.ts', import.meta.url))
    const child = spawn(process.execPath, ['--import', tsx, main, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(child, 'exit')
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    return { child, ended, url: (JSON.parse(line) as RunningService).url }
  }

  test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
    'is gone with its folder when the process that started it dies of %s',
    async (signal) => {
      const { child, url } = await parent()
      const identity = await ask(url)
      child.kill(signal)
      await expectGone(identity)
    },
  )

  test('does not outlive a process that exits without stopping it', async () => {
    const { ended, url } = await parent('leave')
    expect(await ended).toEqual([3, null])
    await vi.waitFor(() => expect(ask(url)).rejects.toThrow(), { timeout: 10_000 })
  })
})

describe('launchProcess', () => {
  test('rejects with what the process said when it ends before it answers', async () => {
    const port = await freePort()
    const failing = ['--eval', 'console.error("no such option"); process.exit(2)']
    await expect(launchProcess('', process.execPath, failing, { port })).rejects.toThrow(
      /ended before it answered on port \d+\.\nno such option/,
    )
  })

  test('rejects when there is no such command', async () => {
    const port = await freePort()
    await expect(launchProcess('', '/nowhere/server', [], { port })).rejects.toThrow('ENOENT')
  })
})
