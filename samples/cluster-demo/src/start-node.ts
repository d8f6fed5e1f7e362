import { createServer } from 'node:http'
import { createApp } from './create-app.ts'
import type { DemoNode } from './demo-node.ts'
import { EventJournal } from './events/event-journal.ts'
import { close, listen } from './listen.ts'

export interface RunningNode {
  readonly name: string
  readonly port: number
  stop(): Promise<void>
}

/** One app node on a loopback port of its own. It knows the other nodes by name only. */
export async function startNode(facts: Omit<DemoNode, 'journal'>): Promise<RunningNode> {
  const { name, sessions } = facts
  await sessions.ready()
  const journal = new EventJournal(name, sessions)
  const server = createServer(createApp({ ...facts, journal }))
  const port = await listen(server, 0)
  return {
    name,
    port,
    stop: async () => {
      await close(server)
      await sessions.close()
    },
  }
}
