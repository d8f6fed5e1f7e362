import { randomBytes } from 'node:crypto'
import type { SessionStore, StoreEvent } from '@session/core/store'
import { EndClaims } from './end-claims.ts'
import type { EventMessage } from './event-message.ts'

export interface EventListener {
  readonly hear: (message: EventMessage) => Promise<void>
  /** Messages were lost; `since` when the last one before came, in epoch milliseconds. */
  readonly missed: (since: number | undefined) => void
}

/** Where messages of all nodes come from. Resolves to its own undoing, once none is missed any more. */
export type EventSource = (listener: EventListener) => Promise<() => Promise<void>>

/** What one node tells of itself, and hears of all. */
export class NodeEvents {
  /** Under which name this process tells. */
  readonly node: string = randomBytes(12).toString('base64url')
  readonly claims: EndClaims = new EndClaims()

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

  /** Nothing for what this process announced when its answer came. */
  async #eventOf({
    type,
    node,
    claim,
    id,
    previousId,
  }: EventMessage): Promise<StoreEvent | undefined> {
    const local = node === this.node
    if (local && (await this.claims.isAnnounced(claim))) return undefined
    return { type, id, local, ...(previousId === undefined ? {} : { previousId }) }
  }
}
