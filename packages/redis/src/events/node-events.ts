import type { AttributeCodec } from '@session/core'
import type { EndClaims, SessionRecord, StoreEvent } from '@session/core/store'
import type { RedisClient } from '../client/redis-client.ts'
import { recordOf } from '../hash.ts'
import { asStoreError } from '../redis-error.ts'
import type { EventEntry } from './event-entry.ts'
import { EventStream } from './event-stream.ts'
import type { JavaHints } from './java-hints.ts'

export interface NodeEventsOptions {
  readonly client: RedisClient
  /** The stream's key. */
  readonly key: string
  readonly form: AttributeCodec['form']
  /** Milliseconds that entries stay in the stream. */
  readonly retention: number
  /** Under which name this process writes into the stream. */
  readonly node: string
  /** Which database of the server, where that is known. */
  readonly database?: number | undefined
  readonly claims: EndClaims
  /** The session as it is now, if it lives. */
  readonly stateOf: (id: string) => Promise<SessionRecord | undefined>
}

/** What one node hears: the stream of all nodes, and what Java services do. */
export class NodeEvents {
  readonly #options: NodeEventsOptions
  readonly #hints: JavaHints | undefined

  constructor(options: NodeEventsOptions, hints: JavaHints | undefined) {
    this.#options = options
    this.#hints = hints
  }

  async start(
    deliver: (event: StoreEvent) => void,
    missed: (since: number | undefined) => void,
  ): Promise<() => Promise<void>> {
    const { client, key, form, retention, database } = this.#options
    const stream = new EventStream({
      client,
      key,
      form,
      retention,
      database,
      interpret: (entry) => this.#eventOf(entry),
      reconnected: () => void this.#hints?.start(),
    })
    await stream.start({ deliver, missed }).catch((error: unknown) => {
      throw asStoreError('subscribe', error)
    })
    await this.#hints?.start()
    return () => {
      this.#hints?.stop()
      return stream.stop()
    }
  }

  /** Nothing for what this process announced when its reply came. */
  async #eventOf(entry: EventEntry): Promise<StoreEvent | undefined> {
    const { type, id, previous, state } = entry
    this.#hints?.told(type, id)
    const { node, claims, stateOf } = this.#options
    const local = entry.node === node
    if (local && (await claims.isAnnounced(entry.claim, id))) return undefined
    const record =
      type === 'id-changed'
        ? // An event without its session is better than none.
          await stateOf(id).catch(() => undefined)
        : recordOf(id, state)
    return {
      type,
      id,
      ...(previous === '' ? {} : { previousId: previous }),
      ...(record === undefined ? {} : { record }),
      local,
    }
  }
}
