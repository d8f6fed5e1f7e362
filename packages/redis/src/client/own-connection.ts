import type { NodeRedisClient, NodeRedisCluster } from './from-node-redis.ts'

/** A duplicate that is opened once. */
export interface OwnConnection {
  readonly connected: Promise<unknown>
  /** At once, also while the connection is being opened. Twice does no harm. */
  readonly close: () => void
}

export function ownConnection(own: NodeRedisClient): OwnConnection {
  let isClosed = false
  const end = (): void => {
    // Version 5 throws when there is nothing to close.
    if (isClosed && own.isOpen) own.destroy()
  }
  // An attempt that is destroyed under way connects after all, and nothing closes that connection any
  // more: so it is first seen through.
  own.on('ready', end)
  own.on('error', end)
  const connected = own.connect().then(() => {
    // On a connection that is closed a subscription waits for ever.
    if (isClosed) throw new Error('The connection was closed before it was there.')
  })
  connected.catch(() => undefined)
  return {
    connected,
    close: () => {
      isClosed = true
      if (own.isReady) end()
    },
  }
}

/** The same with a Cluster, whose client has several connections. */
export function ownCluster(own: NodeRedisCluster): OwnConnection {
  own.on('error', () => undefined)
  const connected = own.connect()
  connected.catch(() => undefined)
  return {
    connected,
    close: () => {
      if (own.isOpen) own.destroy()
      // A cluster that was still looking for its servers connects to them after all.
      connected.then(() => own.destroy()).catch(() => undefined)
    },
  }
}
