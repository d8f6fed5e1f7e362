import type { Server } from 'node:http'
import type { Clock } from '@session/core'
import { frontDoor } from './front-door.ts'
import { close, listen } from './listen.ts'
import type { SessionTimes } from './nodes/node-order.ts'
import { NodeProcess } from './nodes/node-process.ts'
import { type RunningNode, startNode } from './nodes/start-node.ts'
import { isShared } from './stores/index.ts'
import type { LocalStore, SharedStore, Store } from './stores/store.ts'

export interface DemoOptions {
  readonly store: Store
  /** Of the front door; the next free one if it is taken, any free one for 0. */
  readonly port: number
  readonly times?: SessionTimes
  /** For tests with a local store: another process has a clock of its own. */
  readonly clock?: Clock
  /** Hears of nodes that end and come back. */
  readonly report?: (sentence: string) => void
}

export interface Demo {
  readonly port: number
  readonly nodes: readonly RunningNode[]
  /** A command that looks into the store. */
  readonly peek: string | undefined
  stop(): Promise<void>
}

interface Nodes extends Pick<Demo, 'nodes'> {
  readonly peek?: string | undefined
  /** Lets go of the store, once all nodes have stopped. */
  release(): Promise<void>
}

const NODE_NAMES = ['A', 'B'] as const

/** Short, so that one sees a session expire. */
const sessionDefaults = { maxInactiveInterval: '2m', cleanupInterval: '5s' } as const

/** Two nodes, each with a repository of its own over one store, and the front door. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { store } = options
  const { nodes, peek, release } = isShared(store)
    ? await nodesOverThere(store, options)
    : await nodesInHere(store, options)
  const door: Server = frontDoor(nodes)
  const port = await listen(door, options.port)
  return {
    port,
    nodes,
    peek,
    stop: async () => {
      await close(door)
      await Promise.all(nodes.map((node) => node.stop()))
      await release()
    },
  }
}

async function nodesInHere(store: LocalStore, { times, clock }: DemoOptions): Promise<Nodes> {
  const opened = store.open()
  const settings = { ...sessionDefaults, ...times, ...(clock === undefined ? {} : { clock }) }
  const nodes = NODE_NAMES.map((name) => {
    const sessions = opened.openRepository(settings)
    return startNode({ name, allNames: NODE_NAMES, storeTitle: store.title, sessions })
  })
  return all(nodes, () => opened.close())
}

async function nodesOverThere(store: SharedStore, options: DemoOptions): Promise<Nodes> {
  const { times, report = () => {} } = options
  const { url, peek, release } = await store.find(process.env)
  const order = {
    allNames: NODE_NAMES,
    store: store.name,
    url,
    times: { ...sessionDefaults, ...times },
  }
  const nodes = NODE_NAMES.map((name) => NodeProcess.start({ name, ...order }, report))
  return { ...(await all(nodes, release)), peek }
}

/** When one does not start, the others do not stay. */
async function all(
  starting: readonly Promise<RunningNode>[],
  release: () => Promise<void>,
): Promise<Nodes> {
  const outcomes = await Promise.allSettled(starting)
  const failure = outcomes.find((outcome) => outcome.status === 'rejected')
  const nodes = outcomes.flatMap((outcome) =>
    outcome.status === 'fulfilled' ? [outcome.value] : [],
  )
  if (failure === undefined) return { nodes, release }
  await Promise.all(nodes.map((node) => node.stop()))
  await release()
  throw failure.reason
}
