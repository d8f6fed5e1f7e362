import { createServer } from 'node:http'
import { createApp } from '../create-app.ts'
import { EventJournal } from '../events/event-journal.ts'
import { close, listen } from '../listen.ts'
import type { DemoNode } from './demo-node.ts'

export interface RunningNode {
  readonly name: string
  /** The process it runs in now. */
  readonly pid: number | undefined
  /** `undefined` while it is down. */
  readonly port: number | undefined
  stop(): Promise<void>
}

/** One app node in this process, on a loopback port. It knows the other nodes by name only. */
export async function startNode(facts: Omit<DemoNode, 'journal'>): Promise<RunningNode> {
  const { name, sessions } = facts
  try {
    await sessions.ready()
    const journal = new EventJournal(name, sessions)
    const server = createServer(createApp({ ...facts, journal }))
    const port = await listen(server, 0)
    return {
      name,
      pid: process.pid,
      port,
      stop: async () => {
        await close(server)
        await sessions.close()
      },
    }
  } catch (error) {
    await sessions.close()
    throw error
  }
}
