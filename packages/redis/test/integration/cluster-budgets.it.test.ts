import { describeWithService, redisExecutable } from '@session/testing/services'
import type { Cluster, Redis } from 'ioredis'
import { expect, test, vi } from 'vitest'
import { closedAfterEach, type Repository } from '../own-redis.ts'

describeWithService(redisExecutable, 'what a request costs on a Cluster', () => {
  const { cluster, connect, connectCluster, open } = closedAfterEach()

  interface Prepared {
    readonly repository: Repository
    readonly nodes: readonly Redis[]
    readonly redis: Cluster
    stop(but: string): Promise<() => Promise<void>>
  }

  async function prepared(): Promise<Prepared> {
    const { url, nodes } = await cluster()
    const redis = connectCluster(url)
    const repository = open(redis, { touchInterval: 0, storeTimeout: '20s' })
    await repository.ready()
    // Every server knows every script from here on.
    for (let i = 0; i < 30; i++) {
      const session = await stored(repository, `warm-${i}`)
      await repository.findById(session.id, { touch: true })
      await repository.findByPrincipalName(`warm-${i}`)
      session.principalName = `warmer-${i}`
      session.maxInactiveInterval = '2h'
      session.changeSessionId()
      await repository.save(session)
      await repository.deleteById(session.id)
    }
    return {
      repository,
      redis,
      nodes: nodes.map(({ port }) => connect(port)),
      async stop(key) {
        const [owner] = redis.slots[(await redis.cluster('KEYSLOT', key)) as number] ?? []
        const others = nodes.filter(({ port }) => !owner?.endsWith(`:${port}`))
        for (const node of others) await node.kill('SIGSTOP')
        return async () => {
          for (const node of others) await node.kill('SIGCONT')
        }
      },
    }
  }

  async function stored(repository: Repository, principal?: string) {
    const session = repository.createSession()
    session.setAttribute('name', 'Ada')
    session.principalName = principal
    await repository.save(session)
    return session
  }

  /** Scripts of all servers, as they count themselves. */
  async function scriptsOf(nodes: readonly Redis[], action: () => Promise<unknown>) {
    for (const node of nodes) await node.config('RESETSTAT')
    await action()
    const count = async (): Promise<number> => {
      const stats = await Promise.all(nodes.map((node) => node.info('commandstats')))
      return stats
        .flatMap((text) => [...text.matchAll(/cmdstat_eval(?:sha)?:calls=(\d+)/g)])
        .reduce((sum, [, calls]) => sum + Number(calls), 0)
    }
    // What nobody awaits has arrived once the count stands still.
    let before = -1
    await vi.waitFor(
      async () => {
        const now = await count()
        const isStill = now === before
        before = now
        expect(isStill).toBe(true)
      },
      { timeout: 5000, interval: 50 },
    )
    return before
  }

  test('each step is a script on the hash, and a few keys beside it', async () => {
    const { repository, nodes } = await prepared()
    const scripts = (action: () => Promise<unknown>) => scriptsOf(nodes, action)
    let session = await stored(repository)
    expect(await scripts(async () => repository.createSession())).toBe(0)
    expect(await scripts(async () => repository.save(session)), 'unchanged').toBe(0)
    expect(await scripts(() => repository.findById(session.id)), 'a read').toBe(1)
    const renewing = await scripts(() => repository.findById(session.id, { touch: true }))
    // Entry for the sweep; and a bucket where the end has come into another minute.
    expect(renewing, 'a read that renews').toBeGreaterThanOrEqual(2)
    expect(renewing).toBeLessThanOrEqual(3)
    const created = await scripts(async () => {
      session = await stored(repository)
    })
    expect(created, 'reservation, hash, bucket, event').toBe(4)
    session.setAttribute('theme', 'dark')
    const saved = await scripts(() => repository.save(session))
    expect(saved).toBeGreaterThanOrEqual(2)
    expect(saved).toBeLessThanOrEqual(3)
    session.changeSessionId()
    const changed = await scripts(() => repository.save(session))
    expect(changed, 'reservation, claim, new, old, bucket, event').toBe(6)
    const removed = await scripts(() => repository.deleteById(session.id))
    expect(removed, 'entry for the sweep, hash, event').toBe(3)
  }, 60_000)

  test('to find n sessions of a user takes 1 + n, however many sessions there are', async () => {
    const { repository, nodes } = await prepared()
    for (let i = 0; i < 7; i++) await stored(repository, 'ada')
    for (let i = 0; i < 10; i++) await stored(repository, 'bob')
    expect(await scriptsOf(nodes, () => repository.findByPrincipalName('ada'))).toBe(7)
  }, 60_000)

  test('a read needs the server of its hash and no other, and a read that renews neither', async () => {
    const { repository, stop } = await prepared()
    const session = await stored(repository)
    const go = await stop(`spring:session:sessions:${session.id}`)
    try {
      expect((await repository.findById(session.id))?.id).toBe(session.id)
      expect((await repository.findById(session.id, { touch: true }))?.id).toBe(session.id)
    } finally {
      await go()
    }
  }, 60_000)
})
