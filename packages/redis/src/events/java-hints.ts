import type { RedisClient, RedisSubscription } from '../client/redis-client.ts'
import type { RedisKeys } from '../keys.ts'
import { type Hint, JavaMessages } from './java-messages.ts'
import { turnOnNotifications } from './keyspace-notifications.ts'

export interface JavaHintsOptions {
  readonly client: RedisClient
  readonly keys: RedisKeys
  readonly database: number
  /** `false`: hears of created sessions alone. */
  readonly keyspace: boolean
  /** Finds out whether it is so, and tells everybody, if nobody has. */
  readonly claim: (hints: readonly Hint[]) => Promise<unknown>
}

/** Claims in one script: bounds how long Redis is busy with it. */
const BATCH = 100
/** Hints that wait, and what was told. What is too much, the sweep finds. */
const MOST = 10_000

/**
 * Hears of sessions that begin and end in Java services. Each message is a hint and no event: every
 * node hears it, what our own nodes do sounds the same, and it may be lost.
 */
export class JavaHints {
  readonly #options: JavaHintsOptions
  readonly #messages: JavaMessages
  readonly #waiting = new Map<string, Hint>()
  readonly #told = new Set<string>()
  #subscription: RedisSubscription | undefined
  #timer: NodeJS.Timeout | undefined
  #isStopped = false

  constructor(options: JavaHintsOptions) {
    this.#options = options
    this.#messages = new JavaMessages(options.keys)
  }

  /** Also after a break, when the server may have forgotten its configuration. Never rejects. */
  async start(): Promise<void> {
    const { client, database, keyspace } = this.#options
    if (keyspace) await turnOnNotifications(client)
    if (this.#isStopped) return
    const { channels, patterns } = this.#messages.channels(database, keyspace)
    this.#subscription?.close()
    this.#subscription = client.listen(channels, patterns, (...heard) => this.#hear(...heard))
    // A user who may not subscribe goes without.
    await this.#subscription.started.catch(() => undefined)
  }

  stop(): void {
    this.#isStopped = true
    this.#subscription?.close()
    clearTimeout(this.#timer)
  }

  /** The stream told of this: there is nothing to find out any more. */
  told(said: Hint['said'], id: string): void {
    this.#told.add(topicOf(said, id))
    dropOldest(this.#told)
  }

  #hear(channel: string, message: string): void {
    const hint = this.#messages.hintOf(channel, message)
    if (hint === undefined || this.#isTold(hint)) return
    // At once: a session that we touch first would be filed without having been told of.
    if (hint.said === 'created') void this.#claim([hint])
    else this.#wait(hint)
  }

  /**
   * For a moment, and not on every node for the same one: mostly the stream tells in the meantime, and
   * Java takes several steps to delete a session or to change its id.
   */
  #wait(hint: Hint): void {
    this.#waiting.set(topicOf(hint.said, hint.id), hint)
    dropOldest(this.#waiting)
    this.#timer ??= setTimeout(() => void this.#claimWaiting(), 200 + 200 * Math.random()).unref()
  }

  async #claimWaiting(): Promise<void> {
    const hints = [...this.#waiting.values()]
    this.#waiting.clear()
    for (let from = 0; from < hints.length && !this.#isStopped; from += BATCH) {
      const open = hints.slice(from, from + BATCH).filter((hint) => !this.#isTold(hint))
      if (open.length > 0) await this.#claim(open)
    }
    this.#timer = undefined
    const [next] = this.#waiting.values()
    if (next !== undefined && !this.#isStopped) this.#wait(next)
  }

  async #claim(hints: readonly Hint[]): Promise<void> {
    // What is not claimed now, the sweep finds.
    await this.#options.claim(hints).catch(() => undefined)
  }

  #isTold({ said, id }: Hint): boolean {
    return this.#told.has(topicOf(said, id))
  }
}

/** What is to be told once: a session's end, however it came, and each of its ids. */
const topicOf = (said: Hint['said'], id: string): string =>
  said === 'deleted' || said === 'expired' ? `end ${id}` : `${said} ${id}`

function dropOldest(collection: Map<string, unknown> | Set<string>): void {
  const [oldest] = collection.keys()
  if (oldest !== undefined && collection.size > MOST) collection.delete(oldest)
}
