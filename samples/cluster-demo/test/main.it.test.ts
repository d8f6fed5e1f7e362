import { once } from 'node:events'
import { createServer } from 'node:net'
import { freePort } from '@session/testing/services'
import { expect, test } from 'vitest'
import { DemoProcess } from './demo-process.ts'

test.each(['SIGINT', 'SIGTERM'] as const)(
  'prints the address, serves it, and ends cleanly on %s',
  async (signal) => {
    const port = await freePort()
    const demo = new DemoProcess(port, '--store', 'map')
    const printed = await demo.opening()
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
    demo.kill(signal)
    demo.kill(signal)
    expect(await demo.ended).toBe(0)
    await cut
  },
)

test('takes the next port when its own is in use, and says so', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  try {
    const { port } = other.address() as { port: number }
    const printed = await new DemoProcess(port, '--store', 'map').opening()
    const [, taken] = /Open http:\/\/127\.0\.0\.1:(\d+) \(\d+ is in use\)/.exec(printed) ?? []
    expect(Number(taken)).toBeGreaterThan(port)
  } finally {
    other.close()
  }
})

test.each([
  [
    ['--store', 'paper'],
    '0',
    "There is no store 'paper'. Choose --store sqlite | postgres | mariadb | redis | map.",
  ],
  [['--shop', 'map'], '0', "Unknown option '--shop'"],
  [[], 'http', "PORT is 'http'. Use a number"],
])('refuses %o with PORT=%s in one sentence', async (args, port, message) => {
  const demo = new DemoProcess(port, ...args)
  const errors = await demo.errors
  expect(errors).toContain(message)
  expect(errors.trim().split('\n')).toHaveLength(1)
  expect(await demo.ended).toBe(1)
})
