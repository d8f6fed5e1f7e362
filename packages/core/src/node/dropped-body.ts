import type { Readable } from 'node:stream'
import type { Departure } from './departure.ts'
import type { NodeResponse } from './node-message.ts'

/**
 * A body that was given up while its maker was still writing it: what it goes on to write must not
 * get into the error response.
 */
export class DroppedBody {
  readonly #response: NodeResponse
  readonly #error: unknown
  #answering = false

  constructor(response: NodeResponse, sources: readonly Readable[], error: unknown) {
    this.#response = response
    this.#error = error
    for (const source of sources) source.unpipe(response)
    // A pipeline from an iterable fails with what comes with a drain; others do not look at it. Not
    // earlier: who waits for a drain cannot get into the error response.
    response.once('close', () => response.emit('drain', error))
  }

  /**
   * Does this call belong to the dropped body? Nothing tells its maker from an error handler that
   * answers later, except the status, which stays 200 until the error handler sets its own; and
   * after the end of the error response there is nobody else.
   */
  claims(method: Departure, args: readonly unknown[]): boolean {
    if (this.#answering) return false
    const { headersSent, writableEnded, statusCode } = this.#response
    if (headersSent) return writableEnded
    return (method === 'writeHead' ? args[0] : statusCode) === 200
  }

  /** Runs an error handler: whatever it writes before it returns is its answer. */
  letThrough<T>(write: () => T): T {
    this.#answering = true
    try {
      return write()
    } finally {
      this.#answering = false
    }
  }

  /** Takes the call, fails its callback, and does nothing else. */
  swallow(method: Departure, args: readonly unknown[]): unknown {
    failCallback(args, this.#error)
    if (method === 'write') return false
    return method === 'flushHeaders' ? undefined : this.#response
  }
}

/** Calls the callback among the arguments of a `write` or `end` that was not carried out. */
export function failCallback(args: readonly unknown[], error: unknown): void {
  const callback = args.at(-1)
  if (typeof callback === 'function') process.nextTick(callback as () => void, error)
}
