import { fromNodeRedis, type NodeRedisClient } from './from-node-redis.ts'
import type { RedisClient } from './redis-client.ts'

/** Calls `use` with a connected client of one connection, which it may use until it has settled. */
export type Lend = <T>(use: (client: NodeRedisClient) => Promise<T>) => Promise<T>

/** For clients of node-redis that have no connection of their own, but lend some. */
export function fromLender(lend: Lend): RedisClient {
  const open = <T extends { close(): void }>(make: (client: RedisClient) => T) => {
    const opened = lend(async (client) => make(fromNodeRedis(client)))
    const close = (): void => {
      opened.then((own) => own.close()).catch(() => undefined)
    }
    return { opened, close }
  }
  return {
    isCluster: false,
    command: (...command) => lend((client) => fromNodeRedis(client).command(...command)),
    run: (...script) => lend((client) => fromNodeRedis(client).run(...script)),
    runBefore: (...script) => lend((client) => fromNodeRedis(client).runBefore(...script)),
    duplicate: () => {
      const { opened, close } = open((client) => client.duplicate())
      opened.catch(() => undefined)
      return { command: (...command) => opened.then((own) => own.command(...command)), close }
    },
    listen: (...subscription) => {
      const { opened, close } = open((client) => client.listen(...subscription))
      return { started: opened.then((own) => own.started), close }
    },
  }
}
