import { randomBytes } from 'node:crypto'
import { EndClaims, type SessionStore, type StoreEvent } from '@session/core/store'
import type { EventMessage } from './event-message.ts'

export interface EventListener {
  readonly hear: (message: EventMessage) => Promise<void>
  /** Messages were lost; `since` when the last one before came, in epoch milliseconds. */
  readonly missed: (since: number | undefined) => void
}

/** Where messages of all nodes come from. Resolves to its own undoing, once none is missed any more. */
export type EventSource = (listener: EventListener) => Promise<() => Promise<void>>

/** Ends of this process that are remembered. */
const MOST = 1000

/** What one node tells of itself, and hears of all. */
export class NodeEvents {
  /** Under which name this process tells. */
  readonly node: string = randomBytes(12).toString('base64url')
  readonly claims: EndClaims = new EndClaims()
  readonly #ended = new Set<string>()

  subscribe(source: EventSource): NonNullable<SessionStore['subscribe']> {
    return (deliver, missed) =>
      source({
        hear: async (message) => {
          const event = await this.#eventOf(message)
          if (event !== undefined) deliver(event)
        },
        missed,
      })
  }

  /** What this process has ended, and is about to announce. */
  ended(records: readonly { readonly id: string }[]): void {
    for (const { id } of records) this.#ended.add(id)
    for (const id of this.#ended) {
      if (this.#ended.size <= MOST) break
      this.#ended.delete(id)
    }
  }

  /** Nothing for what this process announced when its answer came. */
  async #eventOf({
    type,
    node,
    claim,
    id,
    previousId,
  }: EventMessage): Promise<StoreEvent | undefined> {
    const local = node === this.node
    // Told elsewhere before our end of it, and heard after: it would seem to begin when it is gone.
    if ((type === 'created' || type === 'id-changed') && this.#ended.has(id)) return undefined
    if (local && (await this.claims.isAnnounced(claim, id))) return undefined
    return { type, id, local, ...(previousId === undefined ? {} : { previousId }) }
  }
}
