import type { Server } from 'node:http'
import type { RepositoryOptions } from '@session/core'
import { frontDoor } from './front-door.ts'
import { close, listen } from './listen.ts'
import { type RunningNode, startNode } from './start-node.ts'
import type { Store } from './stores/store.ts'

export interface DemoOptions {
  readonly store: Store
  /** Of the front door; the next free one if it is taken, any free one for 0. */
  readonly port: number
  readonly sessions?: RepositoryOptions
}

export interface Demo {
  readonly port: number
  readonly nodes: readonly RunningNode[]
  stop(): Promise<void>
}

const NODE_NAMES = ['A', 'B'] as const

/** Short, so that one sees a session expire. */
const sessionDefaults = { maxInactiveInterval: '2m', cleanupInterval: '5s' } as const

/** Two nodes, each with a repository of its own over one store, and the front door. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { store } = options
  const nodes = await Promise.all(
    NODE_NAMES.map((name) =>
      startNode({
        name,
        allNames: NODE_NAMES,
        storeTitle: store.title,
        sessions: store.openRepository({ ...sessionDefaults, ...options.sessions }),
      }),
    ),
  )
  const door: Server = frontDoor(nodes)
  const port = await listen(door, options.port)
  return {
    port,
    nodes,
    stop: async () => {
      await close(door)
      await Promise.all(nodes.map((node) => node.stop()))
    },
  }
}
