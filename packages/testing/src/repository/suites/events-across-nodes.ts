import { expect, vi } from 'vitest'
import { EventLog } from '../event-log.ts'
import type { RepositoryContract } from '../repository-contract.ts'
import { attributesOf, storedSession } from '../stored-session.ts'
import type { EventfulRepository, TestedRepository } from '../tested-repository.ts'

const EXPIRED = 30 * 60_000

export function describeEventsAcrossNodes({
  openEventful,
  raw,
  testNeeding,
}: RepositoryContract): void {
  const acrossNodes = (
    name: string,
    run: (
      nodes: readonly [EventfulRepository, EventfulRepository],
      logs: readonly [EventLog, EventLog],
    ) => Promise<void>,
    needed: readonly 'cleanup'[] = [],
  ): void =>
    testNeeding(['events', 'events-across-nodes', ...needed], name, async () => {
      const nodes = [await openEventful(), await openEventful()] as const
      const logs = [await EventLog.of(nodes[0]), await EventLog.of(nodes[1])] as const
      await run(nodes, logs)
    })

  /** Both nodes hear of it once; one of them, and only one, is to act on it. */
  async function expectOnce(
    logs: readonly [EventLog, EventLog],
    nodes: readonly [EventfulRepository, EventfulRepository],
    name: 'created' | 'deleted' | 'expired' | 'id-changed',
    handle: string,
  ): Promise<void> {
    const events = await Promise.all(logs.map((log) => log.event(name, handle)))
    expect(events.map(({ local }) => local).sort(), 'local on exactly one node').toEqual([
      false,
      true,
    ])
    for (const log of logs) for (const node of nodes) await log.settled(node)
    for (const log of logs) {
      expect(log.namesOf(handle).filter((heard) => heard === name)).toEqual([name])
    }
  }

  acrossNodes('a creation reaches every node once', async (nodes, logs) => {
    const { handle } = await storedSession(nodes[0])
    await expectOnce(logs, nodes, 'created', handle)
    expect((await logs[0].event('created', handle)).local).toBe(true)
  })

  acrossNodes('a deletion reaches every node once, whoever made it', async (nodes, logs) => {
    const { id, handle } = await storedSession(nodes[0])
    await nodes[1].deleteById(id)
    await expectOnce(logs, nodes, 'deleted', handle)
    expect((await logs[1].event('deleted', handle)).local).toBe(true)
    for (const log of logs) expect((await log.event('destroyed', handle)).type).toBe('deleted')
  })

  acrossNodes('a deletion that two nodes ask for at once is one event', async (nodes, logs) => {
    const { id, handle } = await storedSession(nodes[0])
    await Promise.all([...nodes, ...nodes].map((node) => node.deleteById(id)))
    await expectOnce(logs, nodes, 'deleted', handle)
  })

  acrossNodes('a new id reaches every node once, with both handles', async (nodes, logs) => {
    const session = await storedSession(nodes[0])
    const before = session.handle
    session.changeSessionId()
    await nodes[0].save(session)
    await expectOnce(logs, nodes, 'id-changed', session.handle)
    for (const log of logs) {
      expect((await log.event('id-changed', session.handle)).previousHandle).toBe(before)
    }
  })

  acrossNodes(
    'an expiry reaches every node once, though all of them sweep',
    async (nodes, logs) => {
      const { id, handle } = await storedSession(nodes[0])
      await raw.age(id, EXPIRED)
      await Promise.all(nodes.map((node: TestedRepository) => node.cleanUpExpiredSessions?.()))
      await expectOnce(logs, nodes, 'expired', handle)
    },
    ['cleanup'],
  )

  acrossNodes('another node is given the last state whole, or none', async (nodes, logs) => {
    const { id, handle } = await storedSession(nodes[0], { cart: ['tea'] })
    await nodes[0].deleteById(id)
    const { session } = await logs[1].event('deleted', handle)
    expect([undefined, { cart: ['tea'] }]).toContainEqual(session && attributesOf(session))
  })

  acrossNodes('a closed node hears nothing more', async (nodes, logs) => {
    await nodes[1].close?.()
    const { handle } = await storedSession(nodes[0])
    await logs[0].event('created', handle)
    await logs[0].settled()
    expect(logs[1].namesOf(handle)).toEqual([])
  })

  acrossNodes('a node that listens late hears what happens from then on', async (nodes, logs) => {
    const late = await openEventful()
    const heard = vi.fn()
    late.on('deleted', heard)
    await late.ready?.()
    const { id, handle } = await storedSession(nodes[0])
    await nodes[0].deleteById(id)
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1))
    expect(heard.mock.calls[0]?.[0]).toMatchObject({ handle, local: false })
    await logs[0].event('deleted', handle)
  })
}
