import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  describeWithService,
  freshDatabase,
  mariadb,
  postgres,
  redis,
} from '@session/testing/services'
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { SessionTimes } from '../src/nodes/node-order.ts'
import { type Demo, startDemo } from '../src/start-demo.ts'
import { storeNamed } from '../src/stores/index.ts'
import { HttpVisitor } from './http-visitor.ts'

const reports: string[] = []

const start = async (storeName: string, times: SessionTimes = {}): Promise<Demo> => {
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

/** What every store does in which nodes are processes of their own. */
const describeSharing = (storeName: string): void => {
  test('each node is a process, and what one stores the other shows', async () => {
    const demo = await start(storeName)
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

  test('when a node is killed its sessions live on the other, and it comes back', async () => {
    const demo = await start(storeName)
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
}

/** What a store does that tells every node of what the others did. */
const describeEvents = (storeName: string): void => {
  test('each event is heard by both nodes, and is local on one', async () => {
    const demo = await start(storeName)
    const name = randomUUID()
    const visitor = await logIn(demo, name)
    const heard = [await follow(visitor, 'A'), await follow(visitor, 'B')]
    await logIn(demo, name)
    await vi.waitFor(
      () => {
        const events = heard.map(
          (received) =>
            received()
              .match(/"type":"created".*/g)
              ?.join() ?? '',
        )
        // Two sessions, the second seen to begin: by both nodes, by one of them as its own.
        for (const received of events) expect(received.split('"type"').length - 1).toBe(2)
        expect(events.join().split('"where":"local"').length - 1).toBe(2)
      },
      { timeout: 10_000 },
    )
  })

  test('a session that expires is told by both nodes, by one as its own', async () => {
    const demo = await start(storeName, { maxInactiveInterval: '2s', cleanupInterval: '100ms' })
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
}

const useFreshDatabase = (server: string, variable: string): void => {
  beforeAll(async () => {
    const database = await freshDatabase(server)
    vi.stubEnv(variable, database.url)
    return async () => {
      vi.unstubAllEnvs()
      await database.drop()
    }
  })
}

describe('the demo on a SQLite file', () => {
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'session-demo-'))
    vi.stubEnv('SQLITE_FILE', join(folder, 'sessions.db'))
    return async () => {
      vi.unstubAllEnvs()
      await rm(folder, { recursive: true, force: true })
    }
  })

  describeSharing('sqlite')
  describeEvents('sqlite')
})

describeWithService(postgres, 'the demo on PostgreSQL', (server) => {
  useFreshDatabase(server, 'POSTGRES_URL')
  describeSharing('postgres')
  describeEvents('postgres')
})

describeWithService(mariadb, 'the demo on MariaDB', (server) => {
  useFreshDatabase(server, 'MARIADB_URL')
  describeSharing('mariadb')
  describeEvents('mariadb')
})

describeWithService(redis, 'the demo on Redis', () => {
  describeSharing('redis')
  describeEvents('redis')
})
