import { setTimeout as delay } from 'node:timers/promises'
import type { Row } from '../database/database.ts'
import { eventMessage } from './event-message.ts'
import { EventPosition } from './event-position.ts'
import type { EventListener, EventSource } from './node-events.ts'

/** Milliseconds between two looks into the table. */
const INTERVAL = 250
/** Milliseconds that events stay in the table. */
const RETENTION = 300_000
/** Milliseconds between two removals of older ones. */
const TIDYING = RETENTION / 5
const PAGE = 500
/** How far back, at the start, numbers are looked for that are not committed yet. */
const LOOKBACK = 100

/** A table to which the transaction that does something adds a row that tells of it. */
export interface EventTable {
  /** Events above a number, the lowest first, as `seq` `type` `node` `claim` `id` `previous`. */
  readEvents(after: number, limit: number): Promise<readonly Row[]>
  /** The highest number; 0 when there is none. */
  lastEvent(): Promise<number>
  /** Removes what is older, in milliseconds. */
  forgetEvents(age: number): Promise<void>
}

/** What is told in a table, by looking into it again and again. */
export const outboxEvents =
  (table: EventTable): EventSource =>
  async (listener) => {
    const outbox = new Outbox(table, listener)
    await outbox.start()
    return () => outbox.stop()
  }

class Outbox {
  readonly #table: EventTable
  readonly #listener: EventListener
  readonly #ending = new AbortController()
  #position = new EventPosition(0)
  #lastLook = Date.now()
  #lastHeard: number | undefined
  // Not on every node at once.
  #nextTidying: number = Date.now() + TIDYING * Math.random()
  #loop: Promise<void> | undefined

  constructor(table: EventTable, listener: EventListener) {
    this.#table = table
    this.#listener = listener
  }

  async start(): Promise<void> {
    await this.#begin()
    this.#loop = this.#keepLooking()
  }

  async stop(): Promise<void> {
    this.#ending.abort()
    await this.#loop
  }

  async #begin(): Promise<void> {
    const position = new EventPosition(Math.max(0, (await this.#table.lastEvent()) - LOOKBACK))
    await this.#read(position, () => undefined)
    this.#position = position
    this.#lastLook = Date.now()
  }

  async #keepLooking(): Promise<void> {
    const { signal } = this.#ending
    const ended = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
    while (!signal.aborted) {
      await delay(INTERVAL, undefined, { ref: false, signal }).catch(() => undefined)
      if (signal.aborted) return
      // Whatever fails is tried again. A look that hangs must not hold up the end.
      await Promise.race([this.#look().catch(() => undefined), ended])
    }
  }

  async #look(): Promise<void> {
    if (Date.now() - this.#lastLook > RETENTION) {
      await this.#begin()
      this.#listener.missed(this.#lastHeard)
      return
    }
    const begun = Date.now()
    await this.#read(this.#position, (row) => this.#hear(row))
    this.#lastLook = begun
    if (begun < this.#nextTidying) return
    this.#nextTidying = begun + TIDYING * (0.9 + 0.2 * Math.random())
    await this.#table.forgetEvents(RETENTION)
  }

  async #read(
    position: EventPosition,
    hear: (row: Row) => Promise<void> | undefined,
  ): Promise<void> {
    for (let after = position.floor; ; ) {
      const rows = await this.#table.readEvents(after, PAGE)
      for (const row of rows) {
        after = Number(row.seq)
        if (position.take(after)) await hear(row)
      }
      if (rows.length < PAGE) break
    }
    position.settle(Date.now())
  }

  async #hear({ type, node, claim, id, previous }: Row): Promise<void> {
    const words = [type, node, claim, id, previous ?? ''].map((word) => String(word).trimEnd())
    const message = eventMessage(words.join(' ').trimEnd())
    if (message === undefined || this.#ending.signal.aborted) return
    this.#lastHeard = Date.now()
    await this.#listener.hear(message)
  }
}
