import { randomUUID } from 'node:crypto'
import { describeWithService, freePort, redis } from '@session/testing/services'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { SessionTimes } from '../src/nodes/node-order.ts'
import { type Demo, startDemo } from '../src/start-demo.ts'
import { storeNamed } from '../src/stores/index.ts'
import { DemoProcess } from './demo-process.ts'
import { HttpVisitor } from './http-visitor.ts'

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** What every store does in which nodes are processes of their own. */
const describeProcesses = (storeName: string): void => {
  const reports: string[] = []

  const start = async (times: SessionTimes = {}): Promise<Demo> => {
    reports.length = 0
    const demo = await startDemo({
      store: storeNamed(storeName),
      port: 0,
      times,
      report: (sentence) => reports.push(sentence),
    })
    onTestFinished(() => demo.stop())
    return demo
  }
  const nodeOn = (page: string) => /data-node="(\w)"/.exec(page)?.[1]
  const pidOf = (demo: Demo, name: string): number =>
    demo.nodes.find((node) => node.name === name)?.pid as number
  const logIn = async (demo: Demo, name: string): Promise<HttpVisitor> => {
    const visitor = new HttpVisitor(demo.port)
    expect((await visitor.post('/login', { name })).status).toBe(303)
    return visitor
  }
  /** What a node has sent of its events, as long as the returned function is asked. */
  const follow = async (visitor: HttpVisitor, node: string): Promise<() => string> => {
    const leaving = new AbortController()
    onTestFinished(() => leaving.abort())
    const stream = await visitor.get(`/nodes/${node}/events`, { signal: leaving.signal })
    let received = ''
    const read = async (): Promise<void> => {
      for await (const chunk of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        received += chunk
      }
    }
    read().catch(() => {})
    return () => received
  }

  test('each node is a process, and what one stores the other shows', async () => {
    const demo = await start()
    const pids = demo.nodes.map(({ pid }) => pid)
    expect(new Set([...pids, process.pid]).size).toBe(3)
    const name = randomUUID()
    const visitor = await logIn(demo, name)
    await visitor.post('/attributes', { attribute: 'colour', value: 'green' })
    const pages = [await visitor.text('/'), await visitor.text('/')]
    expect(pages.map(nodeOn).sort()).toEqual(['A', 'B'])
    for (const page of pages) {
      expect(page).toContain(`Hello, ${name}`)
      expect(page).toContain('<span class="value">green</span>')
    }
  })

  test('each event is heard by both nodes, and is local on one', async () => {
    const demo = await start()
    const name = randomUUID()
    const visitor = await logIn(demo, name)
    const heard = [await follow(visitor, 'A'), await follow(visitor, 'B')]
    await logIn(demo, name)
    await vi.waitFor(() => {
      const events = heard.map(
        (received) =>
          received()
            .match(/"type":"created".*/g)
            ?.join() ?? '',
      )
      // Two sessions, the second seen to begin: by both nodes, by one of them as its own.
      for (const received of events) expect(received.split('"type"').length - 1).toBe(2)
      expect(events.join().split('"where":"local"').length - 1).toBe(2)
    })
  })

  test('a session that expires is told by both nodes, by one as its own', async () => {
    const demo = await start({ maxInactiveInterval: '2s', cleanupInterval: '100ms' })
    const visitor = await logIn(demo, randomUUID())
    const heard = [await follow(visitor, 'A'), await follow(visitor, 'B')]
    await vi.waitFor(
      () => {
        const events = heard.map((received) => /.*"type":"expired".*/.exec(received())?.[0] ?? '')
        const places = events.map((event) => /"where":"(\w+)"/.exec(event)?.[1])
        expect(places.sort()).toEqual(['local', 'remote'])
      },
      { timeout: 10_000 },
    )
    expect(await visitor.text('/')).toContain('Your last session has ended')
  })

  test('when a node is killed its sessions live on the other, and it comes back', async () => {
    const demo = await start()
    const name = randomUUID()
    const visitor = await logIn(demo, name)
    const killed = pidOf(demo, 'A')
    process.kill(killed, 'SIGKILL')
    await vi.waitFor(() => expect(reports).toEqual([`Node A (process ${killed}) ended: SIGKILL.`]))

    const pages = [await visitor.text('/'), await visitor.text('/')]
    expect(pages.map(nodeOn)).toEqual(['B', 'B'])
    for (const page of pages) expect(page).toContain(`Hello, ${name}`)
    const added = await visitor.post('/attributes', { attribute: 'alone', value: 'yes' })
    expect(added.status).toBe(303)

    await vi.waitFor(
      () => expect(reports[1]).toBe(`Node A is back, as process ${pidOf(demo, 'A')}.`),
      { timeout: 15_000 },
    )
    expect(pidOf(demo, 'A')).not.toBe(killed)
    const both = [await visitor.text('/'), await visitor.text('/')]
    expect(both.map(nodeOn).sort()).toEqual(['A', 'B'])
    for (const page of both) expect(page).toContain('<strong>alone</strong>')
  })

  test.each(['SIGINT', 'SIGKILL'] as const)(
    'no node outlives a demo that ends by %s',
    async (signal) => {
      const demo = new DemoProcess(0, '--store', storeName)
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
}

describeWithService(redis, 'the demo on Redis', () => {
  describeProcesses('redis')
})

describe('the demo on a Redis that is not there', () => {
  test('says where it looked, without the password', async () => {
    const port = await freePort()
    vi.stubEnv('REDIS_URL', `redis://:secret@127.0.0.1:${port}`)
    try {
      const demo = new DemoProcess(0, '--store', 'redis')
      const errors = await demo.errors
      expect(errors).toContain(`No Redis answers at 127.0.0.1:${port} (connect ECONNREFUSED`)
      expect(errors).not.toContain('secret')
      expect(await demo.ended).toBe(1)
    } finally {
      vi.unstubAllEnvs()
    }
  })
})
