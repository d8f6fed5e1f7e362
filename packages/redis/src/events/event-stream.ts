import { setTimeout as delay } from 'node:timers/promises'
import type { StoreEvent } from '@session/core/store'
import type { RedisClient, RedisConnection, RedisReply } from '../client/redis-client.ts'
import { textOf } from '../hash.ts'
import { type EventEntry, entriesOf, eventEntry } from './event-entry.ts'

/** Milliseconds that one read waits for news. */
const BLOCK = 5000
/** Milliseconds after which a read that says nothing at all means a dead connection. */
const SILENCE = 2 * BLOCK
/** Milliseconds between attempts while the server cannot be reached. */
const PAUSE = 250

export interface EventStreamOptions {
  readonly client: RedisClient
  readonly key: string
  readonly form: 'text' | 'bytes'
  /** What an entry means to this node, or `undefined` when it knows already. */
  readonly interpret: (entry: EventEntry) => Promise<StoreEvent | undefined>
}

/**
 * Reads what happened, from the last entry it saw: a dropped connection misses nothing while the
 * stream remembers.
 */
export class EventStream {
  readonly #options: EventStreamOptions
  readonly #ending = new AbortController()
  #connection: RedisConnection | undefined
  #last = '0-0'
  #loop: Promise<void> | undefined

  constructor(options: EventStreamOptions) {
    this.#options = options
  }

  /** Resolves once nothing that happens from now on can be missed. */
  async start(deliver: (event: StoreEvent) => void): Promise<void> {
    const { client, key } = this.#options
    const newest = await client.command('text', 'XREVRANGE', key, '+', '-', 'COUNT', '1')
    const [entry] = newest as readonly (readonly [string, RedisReply])[]
    if (entry !== undefined) this.#last = entry[0]
    this.#loop = this.#read(deliver)
  }

  /** Resolves once nothing more is delivered; a read that waits is broken off. */
  async stop(): Promise<void> {
    this.#ending.abort()
    await this.#loop
  }

  async #read(deliver: (event: StoreEvent) => void): Promise<void> {
    const { signal } = this.#ending
    while (!signal.aborted) {
      try {
        for (const [id, fields] of entriesOf(await this.#next())) {
          this.#last = textOf(id)
          const entry = eventEntry(fields)
          const event = entry && (await this.#options.interpret(entry))
          if (event !== undefined && !signal.aborted) deliver(event)
        }
      } catch {
        // Whatever it was: what the old connection still waits for must not come twice.
        this.#connection?.close()
        this.#connection = undefined
        await delay(PAUSE, undefined, { ref: false, signal }).catch(() => undefined)
      }
    }
    this.#connection?.close()
  }

  /** Rejects also when the connection is half-open, which no client notices by itself. */
  #next(): Promise<RedisReply> {
    const { client, key, form } = this.#options
    const { signal } = this.#ending
    this.#connection ??= client.duplicate()
    const read = ['XREAD', 'COUNT', '200', 'BLOCK', String(BLOCK), 'STREAMS', key, this.#last]
    const reading = this.#connection.command(form, ...read)
    return new Promise<RedisReply>((resolve, reject) => {
      const giveUp = (): void => reject(new Error())
      const silence = setTimeout(giveUp, SILENCE).unref()
      signal.addEventListener('abort', giveUp, { once: true })
      const settle = (): void => {
        clearTimeout(silence)
        signal.removeEventListener('abort', giveUp)
      }
      reading.finally(settle).then(resolve, reject)
    })
  }
}
