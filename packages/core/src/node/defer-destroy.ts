import type { Duplex } from 'node:stream'

interface Deferral {
  holders: number
  asked: boolean
  readonly restore: () => void
}

const deferrals = new WeakMap<Duplex, Deferral>()

/**
 * Puts a plain `destroy()` of a connection off while a whole response waits to go out on it: error
 * handlers destroy the socket when they find the head gone, and a response that has ended is one
 * that its client was promised. A destroy with an error, or of a connection that takes no more
 * bytes, happens at once.
 *
 * Returns what ends it. That tells whether a destroy was put off and is now due.
 */
export function deferDestroy(connection: Duplex): () => boolean {
  const deferral = deferrals.get(connection) ?? begin(connection)
  // Responses to pipelined requests share a connection: the last one to leave restores it.
  deferral.holders += 1
  return () => {
    deferral.holders -= 1
    if (deferral.holders > 0) return false
    deferrals.delete(connection)
    deferral.restore()
    return deferral.asked
  }
}

function begin(connection: Duplex): Deferral {
  const original = connection.destroy
  const own = Object.hasOwn(connection, 'destroy')
  const destroyLater = (error?: Error): Duplex => {
    if (error !== undefined || deferral.holders === 0 || !canDeliver(connection)) {
      return original.call(connection, error)
    }
    deferral.asked = true
    return connection
  }
  const deferral: Deferral = {
    holders: 0,
    asked: false,
    restore() {
      if (connection.destroy !== destroyLater) return
      if (own) connection.destroy = original
      else delete (connection as Partial<Duplex>).destroy
    },
  }
  connection.destroy = destroyLater
  deferrals.set(connection, deferral)
  return deferral
}

function canDeliver(
  connection: Duplex & { session?: { destroyed: boolean } | undefined },
): boolean {
  return connection.writable && connection.session?.destroyed !== true
}
