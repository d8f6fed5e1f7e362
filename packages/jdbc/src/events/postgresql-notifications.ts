import { setTimeout as delay } from 'node:timers/promises'
import type { Knex } from 'knex'
import { eventMessage } from './event-message.ts'
import type { EventListener, EventSource } from './node-events.ts'
import { channelOf } from './tell-by-notification.ts'

/** Milliseconds between two signs of life, and how long one is waited for. */
const HEARTBEAT = 5000
/** Milliseconds between attempts while the server cannot be reached. */
const PAUSE = 250
/** Milliseconds that a connection has to say goodbye. */
const GOODBYE = 500

/** The part of a connection of the driver that this file calls. */
interface Connection {
  query(sql: string): Promise<{ readonly rows: readonly { readonly channel: string }[] }>
  on(event: 'notification', listener: (message: { readonly payload?: string }) => void): void
  on(event: 'end' | 'error', listener: () => void): void
  end(): Promise<void>
  readonly connection?: { readonly stream?: { destroy(): void } }
}

/** Notifications, by a connection beside the pool that is opened again when it breaks. */
export const postgresqlNotifications =
  (knex: Knex, table: string): EventSource =>
  async (listener) => {
    const notifications = new Notifications(knex, channelOf(table), listener)
    await notifications.start()
    return () => notifications.stop()
  }

class Notifications {
  readonly #knex: Knex
  readonly #channel: string
  readonly #listener: EventListener
  readonly #ending = new AbortController()
  #lastHeard: number | undefined
  /** One after the other, in the order in which they came. */
  #hearing: Promise<void> = Promise.resolve()
  #loop: Promise<void> | undefined

  constructor(knex: Knex, channel: string, listener: EventListener) {
    this.#knex = knex
    this.#channel = channel
    this.#listener = listener
  }

  async start(): Promise<void> {
    const lifeline = await this.#listen()
    this.#loop = this.#keepListening(lifeline)
  }

  async stop(): Promise<void> {
    this.#ending.abort()
    await this.#loop
    await this.#hearing
  }

  async #keepListening(first: Lifeline): Promise<void> {
    const { signal } = this.#ending
    let lifeline: Lifeline | undefined = first
    while (!signal.aborted) {
      if (lifeline !== undefined) {
        await lifeline.broken(signal)
        await lifeline.close()
      }
      if (signal.aborted) return
      lifeline = await this.#listen().catch(() => undefined)
      // What was told meanwhile is kept nowhere.
      if (lifeline !== undefined) this.#listener.missed(this.#lastHeard)
      else await delay(PAUSE, undefined, { ref: false, signal }).catch(() => undefined)
    }
    await lifeline?.close()
  }

  async #listen(): Promise<Lifeline> {
    const connecting: Promise<Connection> = this.#knex.client.acquireRawConnection()
    const connection = await withinTime(connecting, HEARTBEAT).catch((error: unknown) => {
      connecting.then(close, () => undefined)
      throw error
    })
    const lifeline = new Lifeline(connection, this.#channel)
    connection.on('notification', ({ payload = '' }) => this.#hear(payload))
    try {
      await lifeline.listen()
      return lifeline
    } catch (error) {
      await close(connection)
      throw error
    }
  }

  #hear(payload: string): void {
    const message = eventMessage(payload)
    if (message === undefined || this.#ending.signal.aborted) return
    this.#lastHeard = Date.now()
    this.#hearing = this.#hearing.then(() => this.#listener.hear(message))
  }
}

/** A connection that listens, and is asked again and again whether it still does. */
class Lifeline {
  readonly #connection: Connection
  readonly #select: string
  readonly #ended: Promise<void>
  #channel = ''

  constructor(connection: Connection, channel: string) {
    this.#connection = connection
    this.#select = `SELECT ${channel} AS channel`
    this.#ended = new Promise((resolve) => {
      for (const event of ['end', 'error'] as const) connection.on(event, () => resolve())
    })
  }

  async listen(): Promise<void> {
    this.#channel = await this.#currentChannel()
    await withinTime(this.#connection.query(`LISTEN ${this.#channel}`), HEARTBEAT)
  }

  /** Resolves when this is no way to hear anything any more, or at the end. */
  async broken(signal: AbortSignal): Promise<void> {
    for (;;) {
      const pause = delay(HEARTBEAT, true, { ref: false, signal }).catch(() => false)
      if ((await Promise.race([pause, this.#ended])) !== true) return
      // A table that was made anew has another channel; a half-open connection gives no answer.
      if ((await this.#currentChannel().catch(() => '')) !== this.#channel) return
    }
  }

  close(): Promise<void> {
    return close(this.#connection)
  }

  async #currentChannel(): Promise<string> {
    const { rows } = await withinTime(this.#connection.query(this.#select), HEARTBEAT)
    return rows[0]?.channel ?? ''
  }
}

async function close(connection: Connection): Promise<void> {
  await withinTime(connection.end(), GOODBYE).catch(() => connection.connection?.stream?.destroy())
}

async function withinTime<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  const timer = new AbortController()
  const tooLate = delay(milliseconds, undefined, { ref: false, signal: timer.signal }).then(() => {
    throw new Error('The database gave no answer.')
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    tooLate.catch(() => undefined)
    timer.abort()
  }
}
