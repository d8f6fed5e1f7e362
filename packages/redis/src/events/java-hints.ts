import type { RedisClient, RedisSubscription } from '../client/redis-client.ts'
import type { RedisKeys } from '../keys.ts'
import { isSessionId } from './event-entry.ts'
import { turnOnNotifications } from './keyspace-notifications.ts'

/** What a Java service seems to have done. */
export type Hint = 'created' | 'deleted' | 'expired'

export interface JavaHintsOptions {
  readonly client: RedisClient
  readonly keys: RedisKeys
  readonly database: number
  /** `false`: hears of created sessions alone. */
  readonly keyspace: boolean
  /** Finds out whether it is so, and tells everybody, if nobody has. */
  readonly claim: (hints: readonly (readonly [Hint, string])[]) => Promise<unknown>
}

/** Claims in one script: bounds how long Redis is busy with it. */
const BATCH = 100
/** Hints that wait, and ends that are remembered. What is too much, the sweep finds. */
const MOST = 10_000

/**
 * Hears of sessions that begin and end in Java services. Each message is a hint and no event: every
 * node hears it, ends by our own hand sound the same, and it may be lost.
 */
export class JavaHints {
  readonly #options: JavaHintsOptions
  readonly #waiting = new Map<string, Hint>()
  readonly #told = new Set<string>()
  #subscription: RedisSubscription | undefined
  #timer: NodeJS.Timeout | undefined
  #isStopped = false

  constructor(options: JavaHintsOptions) {
    this.#options = options
  }

  /** Also after a break, when the server may have forgotten its configuration. Never rejects. */
  async start(): Promise<void> {
    const { client, keys, database, keyspace } = this.#options
    if (keyspace) await turnOnNotifications(client)
    if (this.#isStopped) return
    const ends = ['del', 'expired'].map((event) => `__keyevent@${database}__:${event}`)
    this.#subscription?.close()
    this.#subscription = client.listen(
      keyspace ? ends : [],
      [keys.createdChannels(database)],
      (channel, message) => this.#hear(channel, message),
    )
    // A user who may not subscribe goes without.
    await this.#subscription.started.catch(() => undefined)
  }

  stop(): void {
    this.#isStopped = true
    this.#subscription?.close()
    clearTimeout(this.#timer)
  }

  /** The stream told of this end: there is nothing to find out any more. */
  told(id: string): void {
    this.#told.add(id)
    dropOldest(this.#told)
  }

  #hear(channel: string, message: string): void {
    if (channel.startsWith('__keyevent@')) {
      const { shadowPrefix } = this.#options.keys
      if (!message.startsWith(shadowPrefix)) return
      this.#wait(
        channel.endsWith(':del') ? 'deleted' : 'expired',
        message.slice(shadowPrefix.length),
      )
      return
    }
    const id = channel.slice(channel.lastIndexOf(':') + 1)
    // At once: a session that we touch first would be filed without having been told of.
    if (!message.endsWith(OURS) && isSessionId(id)) void this.#claim([['created', id]])
  }

  /**
   * For a moment, and not on every node for the same one: mostly the stream tells in the meantime, and
   * Java takes two steps to delete a session.
   */
  #wait(hint: Hint, id: string): void {
    if (this.#told.has(id) || !isSessionId(id)) return
    this.#waiting.set(id, hint)
    dropOldest(this.#waiting)
    this.#timer ??= setTimeout(() => this.#claimWaiting(), 200 + 200 * Math.random()).unref()
  }

  async #claimWaiting(): Promise<void> {
    const hints = [...this.#waiting].map(([id, hint]) => [hint, id] as const)
    this.#waiting.clear()
    for (let from = 0; from < hints.length && !this.#isStopped; from += BATCH) {
      const open = hints.slice(from, from + BATCH).filter(([, id]) => !this.#told.has(id))
      if (open.length > 0) await this.#claim(open)
    }
    this.#timer = undefined
    const [next] = this.#waiting
    if (next !== undefined && !this.#isStopped) this.#wait(next[1], next[0])
  }

  async #claim(hints: readonly (readonly [Hint, string])[]): Promise<void> {
    // What is not claimed now, the sweep finds.
    await this.#options.claim(hints).catch(() => undefined)
  }
}

/** How the messages of our own nodes end; see `TELLING_JAVA`. */
const OURS = ',"node":1}'

function dropOldest(collection: Map<string, unknown> | Set<string>): void {
  const [oldest] = collection.keys()
  if (oldest !== undefined && collection.size > MOST) collection.delete(oldest)
}
