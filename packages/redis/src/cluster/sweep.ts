import { EndClaims, type SessionRecord, type StoreCall } from '@session/core/store'
import type { RedisClient, RedisReply } from '../client/redis-client.ts'
import { type FlatHash, recordOf, textOf } from '../hash.ts'
import { asStoreError } from '../redis-error.ts'
import { clockOf } from '../redis-store.ts'
import { EXPIRE } from '../scripts/cluster/session.ts'
import { DUE, isReservation } from '../scripts/cluster/sweep-slot.ts'
import type { ClusterKeys } from './cluster-keys.ts'
import type { Companions } from './companions.ts'
import { type Filing, filingOf } from './filing.ts'
import type { IndexSearch } from './index-search.ts'
import type { SessionSlots } from './session-slots.ts'
import { tombstoneOf, tombstoneWords } from './tombstone.ts'

/** How many sessions are looked at side by side. */
const BATCH = 100

interface SweepOptions {
  readonly client: RedisClient
  readonly keys: ClusterKeys
  readonly slots: SessionSlots
  readonly companions: Companions
  readonly search: IndexSearch
  readonly node: string
}

interface Seen {
  readonly what: string
  readonly words: string
  readonly flat: FlatHash
  readonly filing: Filing
  readonly indexes: readonly string[]
}

/** Ends what is due, and completes what a process has left half-way. */
export class Sweep {
  readonly #options: SweepOptions

  constructor(options: SweepOptions) {
    this.#options = options
  }

  /** Returns what this call ended. Rejects when nothing could be ended for an error. */
  async removeExpired(limit: number, claim: string, call: StoreCall): Promise<SessionRecord[]> {
    const removed: SessionRecord[] = []
    const failures: unknown[] = []
    while (removed.length < limit && !call.signal.aborted) {
      const batch = Math.min(BATCH, limit - removed.length)
      const due = await this.#due(failures.length, batch, call)
      const ended = await Promise.allSettled(
        due.map(({ id, score }) => this.#look(id, isReservation(score), claim, call)),
      )
      for (const outcome of ended) {
        if (outcome.status === 'fulfilled') removed.push(...outcome.value.removed)
        const failure = outcome.status === 'rejected' ? outcome.reason : outcome.value.failure
        // It stays due: the next batch begins behind it.
        if (failure !== undefined) failures.push(failure)
      }
      if (due.length < batch) break
    }
    if (removed.length === 0 && failures.length > 0) throw failures[0]
    return removed
  }

  async #due(
    offset: number,
    count: number,
    call: StoreCall,
  ): Promise<{ readonly id: string; readonly score: string }[]> {
    const { client, keys } = this.#options
    const args = [...clockOf(call), String(offset), String(count)]
    const reply = await client
      .run(DUE, 'text', [keys.expirations, keys.events], args)
      .catch((error: unknown) => {
        throw asStoreError('removeExpired', error)
      })
    const due: { id: string; score: string }[] = []
    const words = (reply as readonly RedisReply[]).map(textOf)
    for (let i = 0; i < words.length; i += 2) {
      due.push({ id: words[i] as string, score: words[i + 1] as string })
    }
    return due
  }

  /** A score is a hint: Java touches sessions and knows nothing of it. */
  async #look(id: string, isReserved: boolean, claim: string, call: StoreCall): Promise<Looked> {
    const { slots, companions, search, node } = this.#options
    const own = { type: 'expired', node, claim } as const
    const seen = seenIn(await slots.run('removeExpired', EXPIRE, id, call, [tombstoneWords(own)]))
    const { what, words, flat, filing, indexes } = seen
    if (what === 'alive') return settled(companions.move(id, filing, call))
    const paths = [
      ...companions.remove(id, filing),
      ...companions.unindex(id, search.indexesOf(flat, indexes)),
    ]
    if (what === 'expired') {
      const record = recordOf(id, flat)
      const told = companions.tell({ ...own, id, state: flat }, call)
      return settled([told, ...paths], record)
    }
    if (isReserved) return settled([companions.forget(id, call), ...paths])
    // Without a tombstone to read, the stream alone tells of it, to this node as well.
    const by = tombstoneOf(words) ?? { ...own, claim: EndClaims.NEVER }
    return settled([companions.tell({ ...by, id, state: flat }, call), ...paths])
  }
}

interface Looked {
  readonly removed: readonly SessionRecord[]
  /** Why its entry stays due. */
  readonly failure: unknown
}

/** The first of the steps is about the entry itself; what the others leave undone is filtered by readers. */
async function settled(
  steps: readonly Promise<unknown>[],
  record?: SessionRecord,
): Promise<Looked> {
  const [entry] = await Promise.allSettled(steps)
  return {
    removed: record === undefined ? [] : [record],
    failure: entry?.status === 'rejected' ? asStoreError('removeExpired', entry.reason) : undefined,
  }
}

function seenIn(reply: RedisReply): Seen {
  const [what, words, flat, filing, indexes] = reply as readonly RedisReply[]
  return {
    what: textOf(what),
    words: textOf(words),
    flat: flat as FlatHash,
    filing: filingOf(filing),
    indexes: (indexes as readonly RedisReply[]).map(textOf),
  }
}
