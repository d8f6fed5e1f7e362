import type { Duplex } from 'node:stream'

interface Deferral {
  holders: number
  asked: boolean
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
  // Responses to pipelined requests share a connection: the last one to leave lets it go.
  deferral.holders += 1
  return () => {
    deferral.holders -= 1
    if (deferral.holders > 0) return false
    const { asked } = deferral
    deferral.asked = false
    return asked
  }
}

/**
 * Once for each connection, and for good: while nothing is put off the call passes through. Taking it
 * away again would make every later request on the connection slower, as V8 keeps objects from which
 * a property was deleted as dictionaries.
 */
function begin(connection: Duplex): Deferral {
  const original = connection.destroy
  const deferral: Deferral = { holders: 0, asked: false }
  connection.destroy = (error?: Error): Duplex => {
    if (error !== undefined || deferral.holders === 0 || !canDeliver(connection)) {
      return original.call(connection, error)
    }
    deferral.asked = true
    return connection
  }
  deferrals.set(connection, deferral)
  return deferral
}

function canDeliver(
  connection: Duplex & { session?: { destroyed: boolean } | undefined },
): boolean {
  return connection.writable && connection.session?.destroyed !== true
}
