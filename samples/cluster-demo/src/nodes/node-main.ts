// A node in a process of its own. It is told what to do by the process that started it, and does not
// outlive it.
import { once } from 'node:events'
import { isShared, storeNamed } from '../stores/index.ts'
import type { NodeAnswer, NodeOrder } from './node-order.ts'
import { startNode } from './start-node.ts'

/** Longer than this nobody waits for a store that does not answer. */
const LONGEST_GOODBYE = 3000

let stop = (): unknown => process.exit()

// Ctrl-C in a terminal reaches every process of the demo: the front door decides what happens then.
process.on('SIGINT', () => {})
// The channel closes however the other end ends, SIGKILL included.
process.once('disconnect', () => stop()).once('SIGTERM', () => stop())

const [order] = (await once(process, 'message')) as [NodeOrder]
try {
  const { name, allNames, url, times } = order
  const store = storeNamed(order.store)
  if (!isShared(store)) throw new Error(`No other process can reach a ${store.title}.`)
  const opened = store.open(url)
  const sessions = opened.openRepository(times)
  const node = await startNode({ name, allNames, storeTitle: store.title, sessions })
  stop = async () => {
    setTimeout(() => process.exit(1), LONGEST_GOODBYE).unref()
    await node.stop()
    await opened.close()
    process.exit()
  }
  answer({ port: node.port as number })
} catch (error) {
  answer({ problem: error instanceof Error ? error.message : String(error) }, () => process.exit(1))
}

function answer(message: NodeAnswer, sent: () => void = () => {}): void {
  process.send?.(message, sent)
}
