import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@session/testing/services'
import { beforeEach, expect, test, vi } from 'vitest'
import { DemoProcess } from './demo-process.ts'
import { HttpVisitor } from './http-visitor.ts'

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'session-demo-'))
  vi.stubEnv('SQLITE_FILE', join(folder, 'sessions.db'))
  return async () => {
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true, force: true })
  }
})

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test.each(['SIGINT', 'SIGKILL'] as const)(
  'no node outlives a demo that ends by %s',
  async (signal) => {
    const demo = new DemoProcess(0)
    const printed = await demo.opening()
    const pids = Array.from(printed.matchAll(/\(process (\d+)\)/g), ([, pid]) => Number(pid))
    expect(pids.filter(isAlive)).toHaveLength(2)
    // In a terminal Ctrl-C reaches them all.
    if (signal === 'SIGINT') for (const pid of pids) process.kill(pid, signal)
    demo.kill(signal)
    expect(await demo.ended).toBe(signal === 'SIGINT' ? 0 : null)
    await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), { timeout: 10_000 })
    expect(demo.printed).toBe(printed)
  },
)

test('without a word sessions are in a file, which keeps them while the demo is not there', async () => {
  const first = new DemoProcess(0)
  expect(await first.opening()).toContain('SQLite file')
  const visitor = new HttpVisitor(first.port)
  await visitor.post('/login', { name: 'ada' })
  first.kill('SIGINT')
  await first.ended
  await new DemoProcess(first.port).opening()
  expect(await visitor.text('/')).toContain('Hello, ada')
})

test.each([
  ['redis', 'REDIS_URL', 'redis:', 'No Redis answers'],
  ['postgres', 'POSTGRES_URL', 'postgres:', 'No PostgreSQL answers'],
  ['mariadb', 'MARIADB_URL', 'mysql:', 'No MariaDB answers'],
])('%s that is not there: says where it looked, without the password', async (...facts) => {
  const [store, variable, scheme, message] = facts
  const port = await freePort()
  vi.stubEnv(variable, `${scheme}//me:secret@127.0.0.1:${port}`)
  const demo = new DemoProcess(0, '--store', store)
  const errors = await demo.errors
  expect(errors).toContain(`${message} at 127.0.0.1:${port} (connect ECONNREFUSED`)
  expect(errors).toContain(variable)
  expect(errors).not.toContain('secret')
  expect(await demo.ended).toBe(1)
})
