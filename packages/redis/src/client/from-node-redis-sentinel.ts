import { fromLender, type Lend } from './from-lender.ts'
import type { NodeRedisClient } from './from-node-redis.ts'
import type { RedisClient } from './redis-client.ts'

/** The part of a Sentinel client of node-redis (5 or 6) that is called. It must be connected. */
export interface NodeRedisSentinel {
  /** What its own commands go through: repeats all of `use` on the next master. */
  _execute(
    isReadonly: boolean,
    use: (master: NodeRedisClient) => Promise<unknown>,
  ): Promise<unknown>
  /** Its mark: a Cluster's client has none, and is asked in another way. */
  acquire(): Promise<unknown>
  on(event: 'topology-change', listener: (change: { readonly type: string }) => void): unknown
}

/** One for each client, whatever the number of its repositories: they take turns. */
const adapters = new WeakMap<NodeRedisSentinel, RedisClient>()

export function fromNodeRedisSentinel(client: NodeRedisSentinel): RedisClient {
  const adapter = adapters.get(client) ?? adapted(client)
  adapters.set(client, adapter)
  return adapter
}

function adapted(client: NodeRedisSentinel): RedisClient {
  const master = fromLender(oneByOne(client))
  const leave = new Set<() => void>()
  client.on('topology-change', ({ type }) => {
    if (type === 'MASTER_CHANGE') for (const leaveMaster of [...leave]) leaveMaster()
  })
  return {
    ...master,
    // The former master may live on, as a replica: its connections would say nothing of the end.
    duplicate: () => {
      const own = master.duplicate()
      const close = (): void => {
        leave.delete(close)
        own.close()
      }
      leave.add(close)
      return { ...own, close }
    },
    listen: (...subscription) => {
      let own = master.listen(...subscription)
      const { started } = own
      const move = (): void => {
        own.close()
        own = master.listen(...subscription)
        own.started.catch(() => undefined)
      }
      leave.add(move)
      const close = (): void => {
        leave.delete(move)
        own.close()
      }
      return { started, close }
    },
  }
}

/**
 * The commands of a Sentinel client share one lease of a connection. Who comes while the first of them
 * still waits for it would ask for another lease, and a busy client has none to give: they come in one
 * by one, and go on together.
 */
function oneByOne(client: NodeRedisSentinel): Lend {
  let entered: Promise<void> = Promise.resolve()
  return <T>(use: (master: NodeRedisClient) => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      const enter = (): Promise<void> =>
        new Promise((next) => {
          const lent = client._execute(false, (master) => {
            next()
            return use(master)
          })
          lent.then((reply) => resolve(reply as T), reject).finally(next)
        })
      entered = entered.then(enter)
    })
}
