import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { freePort } from '@session/testing/services'
import { afterEach, expect, test } from 'vitest'

const folder = fileURLToPath(new URL('..', import.meta.url))
const running: ChildProcess[] = []

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

const run = (port: string | number, ...args: string[]) => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts', ...args], {
    cwd: folder,
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.push(child)
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  return { child, ended }
}

/** What it prints until the address is there. */
const opening = async ({ child, ended }: ReturnType<typeof run>): Promise<string> => {
  let printed = ''
  const address = new Promise<string>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk
      if (printed.includes('Ctrl-C')) resolve(printed)
    })
  })
  const early = ended.then(() => {
    throw new Error(`It ended early.\n${printed}`)
  })
  return Promise.race([address, early])
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  'prints the address, serves it, and ends cleanly on %s',
  async (signal) => {
    const port = await freePort()
    const demo = run(port)
    const printed = await opening(demo)
    expect(printed).toContain(`Open http://127.0.0.1:${port}\n`)
    expect(printed).toContain('Map in memory')
    const page = await fetch(`http://127.0.0.1:${port}/`)
    expect(await page.text()).toContain('Cluster demo')

    const login = await fetch(`http://127.0.0.1:${port}/login`, {
      method: 'POST',
      body: new URLSearchParams({ name: 'ada' }),
      redirect: 'manual',
    })
    const cookie = login.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const stream = await fetch(`http://127.0.0.1:${port}/nodes/A/events`, { headers: { cookie } })
    const cut = expect(stream.text()).rejects.toThrow()

    // Twice, as under npm: an open event stream and a second signal change nothing.
    demo.child.kill(signal)
    demo.child.kill(signal)
    expect(await demo.ended).toBe(0)
    await cut
  },
)

test('takes the next port when its own is in use, and says so', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  try {
    const { port } = other.address() as { port: number }
    const printed = await opening(run(port))
    const [, taken] = /Open http:\/\/127\.0\.0\.1:(\d+) \(\d+ is in use\)/.exec(printed) ?? []
    expect(Number(taken)).toBeGreaterThan(port)
  } finally {
    other.close()
  }
})

test.each([
  [['--store', 'paper'], '0', "There is no store 'paper'. Choose --store map | redis."],
  [['--shop', 'map'], '0', "Unknown option '--shop'"],
  [[], 'http', "PORT is 'http'. Use a number"],
])('refuses %o with PORT=%s in one sentence', async (args, port, message) => {
  const { child, ended } = run(port, ...args)
  const errors = child.stderr === null ? '' : await text(child.stderr)
  expect(errors).toContain(message)
  expect(errors.trim().split('\n')).toHaveLength(1)
  expect(await ended).toBe(1)
})
