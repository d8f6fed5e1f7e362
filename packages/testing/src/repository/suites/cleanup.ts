import { expect, vi } from 'vitest'
import type { RepositoryContract } from '../repository-contract.ts'
import { found, storedSession } from '../stored-session.ts'

const EXPIRED = 30 * 60_000

export function describeCleanup({ openCleaning, raw, testNeeding }: RepositoryContract): void {
  const cleanup = (name: string, run: () => Promise<void>): void =>
    testNeeding(['cleanup'], name, run)

  cleanup('removes what expired and nothing else, and counts it', async () => {
    const repository = await openCleaning()
    const [idle, old, alive] = [
      await storedSession(repository),
      await storedSession(repository),
      await storedSession(repository),
    ]
    await raw.age(idle.id, EXPIRED)
    await raw.age(old.id, 100 * EXPIRED)
    await raw.age(alive.id, EXPIRED - 60_000)
    expect(await repository.cleanUpExpiredSessions()).toBe(2)
    expect(await raw.keys()).toEqual([alive.id])
    await found(repository, alive.id)
    expect(await repository.cleanUpExpiredSessions()).toBe(0)
  })

  cleanup('leaves nothing of an expired session behind', async () => {
    const repository = await openCleaning()
    const session = repository.createSession()
    session.principalName = 'ada'
    await repository.save(session)
    const former = session.id
    session.changeSessionId()
    await repository.save(session)
    await raw.age(session.id, EXPIRED)
    await repository.cleanUpExpiredSessions()
    const dump = await raw.dump()
    for (const id of [former, session.id]) expect(dump, 'index entries too').not.toContain(id)
  })

  cleanup('goes by the interval of each session', async () => {
    const repository = await openCleaning()
    const [short, long, forever] = [
      await storedSession(repository),
      await storedSession(repository),
      await storedSession(repository),
    ]
    short.maxInactiveInterval = '5m'
    long.maxInactiveInterval = '2h'
    forever.maxInactiveInterval = 'never'
    for (const session of [short, long, forever]) {
      await repository.save(session)
      await raw.age(session.id, 31 * 60_000)
    }
    await raw.age(forever.id, 100_000 * EXPIRED)
    expect(await repository.cleanUpExpiredSessions()).toBe(1)
    expect([...(await raw.keys())].sort()).toEqual([long.id, forever.id].sort())
  })

  cleanup('ends sessions at their absolute timeout', async () => {
    const repository = await openCleaning({ absoluteTimeout: '1h', maxInactiveInterval: 'never' })
    const [old, young] = [await storedSession(repository), await storedSession(repository)]
    await raw.age(old.id, 60 * 60_000)
    await raw.age(young.id, 59 * 60_000)
    expect(await repository.cleanUpExpiredSessions()).toBe(1)
    expect(await raw.keys()).toEqual([young.id])
  })

  cleanup('catches up with everything that fell due while no node was running', async () => {
    const repository = await openCleaning()
    for (let n = 1; n <= 12; n++) {
      const { id } = await storedSession(repository)
      await raw.age(id, n * n * EXPIRED)
    }
    expect(await repository.cleanUpExpiredSessions()).toBe(12)
    expect(await raw.keys()).toEqual([])
  })

  cleanup('by several nodes at once claims each session once', async () => {
    const nodes = [await openCleaning(), await openCleaning(), await openCleaning()]
    for (let n = 1; n <= 30; n++) {
      const { id } = await storedSession(nodes[n % 3] ?? nodes[0]!)
      await raw.age(id, EXPIRED)
    }
    const counts = await Promise.all(nodes.map((node) => node.cleanUpExpiredSessions()))
    expect(
      counts.reduce((sum, count) => sum + count),
      'removeExpired() returns what this call removed',
    ).toBe(30)
    expect(await raw.keys()).toEqual([])
  })

  cleanup('that races with a read never ends a session that the read found', async () => {
    const [here, there] = [await openCleaning(), await openCleaning()]
    for (let round = 1; round <= 8; round++) {
      const { id } = await storedSession(here)
      await raw.age(id, EXPIRED - 2)
      const [session] = await Promise.all([
        here.findById(id, { touch: true }),
        there.cleanUpExpiredSessions(),
      ])
      if (session !== undefined) await found(there, id)
      await here.deleteById(id)
    }
  })

  cleanup('runs by itself', async () => {
    const repository = await openCleaning({ cleanupInterval: '20ms' })
    const { id } = await storedSession(repository)
    await raw.age(id, EXPIRED)
    await vi.waitFor(async () => expect(await raw.keys()).toEqual([]), { timeout: 4000 })
  })
}
