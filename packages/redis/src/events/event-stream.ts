import { setTimeout as delay } from 'node:timers/promises'
import type { StoreEvent } from '@session/core/store'
import type { RedisClient, RedisConnection, RedisReply } from '../client/redis-client.ts'
import { textOf } from '../hash.ts'
import { type EventEntry, entriesOf, eventEntry } from './event-entry.ts'
import { millisecondsOf, positionAfter } from './stream-position.ts'

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
  /** Milliseconds that entries stay. */
  readonly retention: number
  /** The client may have selected another database than the one it was made for. */
  readonly database?: number | undefined
  /** What an entry means to this node, or `undefined` when it knows already. */
  readonly interpret: (entry: EventEntry) => Promise<StoreEvent | undefined>
  /** The connection was lost, and is there again. */
  readonly reconnected: () => void
}

export interface EventListener {
  readonly deliver: (event: StoreEvent) => void
  readonly missed: (since: number | undefined) => void
}

/**
 * Reads what happened, from the last entry it saw: a dropped connection misses nothing while the
 * stream remembers, and says so when it may have.
 */
export class EventStream {
  readonly #options: EventStreamOptions
  readonly #ending = new AbortController()
  #connection: RedisConnection | undefined
  #last = '0-0'
  /** When the last read began that was answered. What came before it was not missed. */
  #covered = 0
  #isBroken = false
  #loop: Promise<void> | undefined

  constructor(options: EventStreamOptions) {
    this.#options = options
  }

  /** Resolves once nothing that happens from now on can be missed. */
  async start(listener: EventListener): Promise<void> {
    const { client, key } = this.#options
    this.#covered = Date.now()
    const newest = await client.command('text', 'XREVRANGE', key, '+', '-', 'COUNT', '1')
    this.#last = idOfFirst(newest) ?? '0-0'
    this.#loop = this.#read(listener)
  }

  /** Resolves once nothing more is delivered; a read that waits is broken off. */
  async stop(): Promise<void> {
    this.#ending.abort()
    await this.#loop
  }

  async #read({ deliver, missed }: EventListener): Promise<void> {
    const { signal } = this.#ending
    while (!signal.aborted) {
      try {
        // A process that was stopped for long has a connection, but not what came meanwhile.
        const isLate = Date.now() - this.#covered >= this.#options.retention
        if (this.#isBroken || isLate) await this.#resume(missed)
        const heard = entriesOf(await this.#next()).map(([id, fields]) => {
          const entry = eventEntry(fields)
          return { id: textOf(id), event: entry && this.#options.interpret(entry) }
        })
        await this.#withinSilence(Promise.all(heard.map(({ event }) => event)))
        for (const { id, event } of heard) {
          this.#last = id
          const told = await event
          if (told !== undefined && !signal.aborted) deliver(told)
        }
      } catch {
        // Whatever it was: what the old connection still waits for must not come twice.
        this.#connection?.close()
        this.#connection = undefined
        this.#isBroken = true
        await delay(PAUSE, undefined, { ref: false, signal }).catch(() => undefined)
      }
    }
    this.#connection?.close()
  }

  async #resume(missed: EventListener['missed']): Promise<void> {
    const { key, retention } = this.#options
    const last = this.#last
    const [same, newest, time] = await Promise.all([
      this.#ask('text', 'XRANGE', key, last, last),
      this.#ask('text', 'XREVRANGE', key, '+', '-', 'COUNT', '1'),
      this.#ask('text', 'TIME'),
    ])
    const [seconds, microseconds] = (time as readonly RedisReply[]).map(Number) as [number, number]
    const { from, hasGap } = positionAfter({
      last,
      isThere: idOfFirst(same) !== undefined,
      newest: idOfFirst(newest),
      now: seconds * 1000 + Math.floor(microseconds / 1000),
      silence: Date.now() - this.#covered,
      retention,
    })
    if (this.#isBroken) this.#options.reconnected()
    this.#isBroken = false
    this.#covered = Date.now()
    this.#last = from
    if (hasGap) missed(last === '0-0' ? undefined : millisecondsOf(last))
  }

  async #next(): Promise<RedisReply> {
    const { key, form } = this.#options
    const begun = Date.now()
    const read = ['XREAD', 'COUNT', '200', 'BLOCK', String(BLOCK), 'STREAMS', key, this.#last]
    const reply = await this.#ask(form, ...read)
    this.#covered = begun
    return reply
  }

  #connect(): RedisConnection {
    const { client, database } = this.#options
    const connection = client.duplicate()
    if (database !== undefined && !client.isCluster) {
      // A user who may not select has selected nothing.
      connection.command('text', 'SELECT', String(database)).catch(() => undefined)
    }
    return connection
  }

  #ask(form: 'text' | 'bytes', ...command: string[]): Promise<RedisReply> {
    this.#connection ??= this.#connect()
    return this.#withinSilence(this.#connection.command(form, ...command))
  }

  /** Rejects also when a connection is half-open, which no client notices by itself. */
  #withinSilence<T>(answer: Promise<T>): Promise<T> {
    const { signal } = this.#ending
    return new Promise<T>((resolve, reject) => {
      const giveUp = (): void => reject(new Error())
      const silence = setTimeout(giveUp, SILENCE).unref()
      signal.addEventListener('abort', giveUp, { once: true })
      const settle = (): void => {
        clearTimeout(silence)
        signal.removeEventListener('abort', giveUp)
      }
      answer.finally(settle).then(resolve, reject)
    })
  }
}

const idOfFirst = (entries: RedisReply): string | undefined =>
  (entries as readonly (readonly [string, RedisReply])[])[0]?.[0]
