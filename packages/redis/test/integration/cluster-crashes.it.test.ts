import type { CallOptions } from '@session/core'
import { describeWithService, parseRedisUrl, redisCluster } from '@session/testing/services'
import { Cluster } from 'ioredis'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import type { AnyRedisClient } from '../../src/index.ts'
import { closedAfterEach, type Repository } from '../own-redis.ts'
import { rawRedis } from '../raw-redis.ts'

const namespace = 'test:cluster-crashes'
const expirations = `${namespace}:node:expirations:{${namespace}}`

interface Mortal {
  readonly client: AnyRedisClient
  /** The process dies when it has sent so many more commands: no other leaves it. */
  dieAfter(commands: number): void
  /** Aborted when it dies. */
  readonly death: AbortSignal
  /** Resolves once all that it has sent has arrived. */
  arrived(): Promise<unknown>
}

type Send = (command: string, ...args: (string | Buffer)[]) => Promise<unknown>

function mortal(cluster: Cluster): Mortal {
  let left = Number.POSITIVE_INFINITY
  const death = new AbortController()
  const sent = new Set<Promise<unknown>>()
  const unlessDead =
    (send: Send): Send =>
    (command, ...args) => {
      // Whoever sends a script again, because the server did not know it, began while it lived.
      if (command !== 'EVAL') left--
      if (left < 0 && command !== 'EVAL') {
        death.abort()
        return new Promise(() => undefined)
      }
      const sending = send(command, ...args)
      sent.add(sending)
      return sending
    }
  const client = {
    isCluster: true,
    options: {},
    call: unlessDead((command, ...args) => cluster.call(command, ...args)),
    callBuffer: unlessDead((command, ...args) => cluster.callBuffer(command, ...args)),
    duplicate: cluster.duplicate.bind(cluster),
  }
  return {
    client: client as unknown as AnyRedisClient,
    dieAfter: (commands) => {
      left = commands
    },
    death: death.signal,
    arrived: () => Promise.allSettled(sent),
  }
}

describeWithService(redisCluster, 'a process that dies at any of its commands', (url) => {
  const { connectCluster, open } = closedAfterEach()
  const redis = new Cluster([...parseRedisUrl(url).nodes])
  const raw = rawRedis(redis, namespace)
  beforeEach(() => raw.clear())
  afterAll(() => redis.disconnect())

  const usual = { namespace, storeTimeout: '20s' } as const
  type Stored = Awaited<ReturnType<typeof stored>>

  async function stored(repository: Repository, options?: CallOptions) {
    const session = repository.createSession()
    session.principalName = 'ada'
    await repository.save(session, options)
    return session
  }

  /** Time passes: whatever has an end has ended, and every reservation has run out. */
  async function later(): Promise<void> {
    for (const id of await raw.keys()) await raw.age(id, 7_200_000)
    const scores = await redis.zrange(expirations, 0, '-1', 'WITHSCORES')
    for (let i = 0; i < scores.length; i += 2) {
      const past = scores[i + 1]?.endsWith('.5') ? '1000.5' : '1000'
      await redis.zadd(expirations, past, scores[i] as string)
    }
  }

  type Step = (session: Stored, node: Repository, options: CallOptions) => Promise<unknown>
  const steps: Record<string, Step> = {
    creates: (_session, node, options) => stored(node, options),
    reads: ({ id }, node, options) => node.findById(id, { touch: true, ...options }),
    'moves in the index': (session, node, options) => {
      session.principalName = 'bob'
      return node.save(session, options)
    },
    'changes the id': (session, node, options) => {
      session.principalName = 'bob'
      session.changeSessionId()
      return node.save(session, options)
    },
    deletes: ({ id }, node, options) => node.deleteById(id, options),
    sweeps: async ({ id }, node, options) => {
      await raw.age(id, 7_200_000)
      await node.cleanUpExpiredSessions(options)
    },
  }

  test.each(Object.keys(steps))(
    'while it %s leaves nothing that does not heal',
    async (name) => {
      const step = steps[name] as Step
      const cluster = connectCluster(url)
      const there = open(connectCluster(url), usual)
      const ends: string[] = []
      for (const type of ['deleted', 'expired'] as const) {
        there.on(type, ({ sessionId }) => ends.push(sessionId))
      }
      await there.ready()
      for (let commands = 0, isWhole = false; !isWhole; commands++) {
        await raw.clear()
        ends.length = 0
        const process = mortal(cluster)
        const node = open(process.client, usual)
        const session = await stored(node)
        const { id } = session
        await vi.waitFor(async () => {
          expect(await redis.zscore(expirations, id), 'told').not.toMatch(/\.5$/)
        })
        process.dieAfter(commands)
        const outcome = await step(session, node, { signal: process.death }).then(
          () => 'done',
          () => 'failed',
        )
        // A script that a server did not know is sent again a moment later.
        await process.arrived()
        await process.arrived()
        isWhole = !process.death.aborted
        const what = `after ${commands} commands (${outcome})`

        const found = await there.findById(id)
        for (const principal of ['ada', 'bob']) {
          const ids = [...(await there.findByPrincipalName(principal)).keys()]
          if (found?.principalName === principal) expect(ids, what).toContain(id)
          else expect(ids, what).not.toContain(id)
        }
        if (outcome === 'done' && name === 'changes the id') {
          expect((await there.findById(session.id))?.principalName, what).toBe('bob')
        }
        if (found !== undefined) {
          // The claim of an id change runs out by itself.
          await redis.del(`${namespace}:node:id-change:{${namespace}:sessions:${id}}`)
          found.setAttribute('still', 'usable')
          await there.save(found)
        }

        await later()
        await there.cleanUpExpiredSessions()
        await later()
        await there.cleanUpExpiredSessions()
        // A dead entry of an index goes when somebody looks; Java's keys go by their TTL.
        for (const principal of ['ada', 'bob']) await there.findByPrincipalName(principal)
        for (const key of await raw.allKeys()) {
          expect(await redis.pttl(key), `${what}: ${key}`).toBeGreaterThan(0)
        }
        const isTold = (): boolean => ends.includes(id) || ends.includes(session.id)
        await vi.waitFor(() => expect(isTold(), what).toBe(true), 3000)
        expect(new Set(ends).size, `${what}: each end once`).toBe(ends.length)
        await node.close()
      }
    },
    60_000,
  )
})
