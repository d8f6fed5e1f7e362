import { StoreUnavailableError } from '@session/core'
import type { SessionDelta, StoreCall } from '@session/core/store'
import type { RedisArgument, RedisReply } from '../client/redis-client.ts'
import { ATTRIBUTE, type FlatHash, fieldsOf, textOf } from '../hash.ts'
import { counted, timesOf } from '../redis-store.ts'
import type { ReplicatedReply } from '../replication.ts'
import { CLAIM_ID, COPY, DROP_ID, RELEASE_ID, UNDO } from '../scripts/cluster/id-change.ts'
import { type Filing, filingOf } from './filing.ts'
import type { SessionSlots } from './session-slots.ts'

/** Milliseconds that a claim keeps other saves off; a process that dies holds it no longer. */
const LEASE = 10_000

/** What a session was under the id that it gives up. */
export interface ClaimedSession {
  readonly flat: FlatHash
  readonly filing: Filing
  readonly indexes: readonly string[]
}

/**
 * A new id lies in another slot, where no script reaches both: claim the old, create the new, delete
 * the old. Reads find the old one until it is deleted; after a crash it can be used again once the
 * claim has run out.
 */
export class IdChange {
  readonly #slots: SessionSlots
  readonly #id: string
  readonly #newId: string
  readonly #call: StoreCall

  constructor(slots: SessionSlots, id: string, newId: string, call: StoreCall) {
    this.#slots = slots
    this.#id = id
    this.#newId = newId
    this.#call = call
  }

  /** A step before the old id is deleted: when it fails, the session stays as it was. */
  async before<T>(step: Promise<T>): Promise<T> {
    try {
      return await step
    } catch (error) {
      // After the deadline the same change may be under way again. The claim runs out by itself.
      if (!this.#call.signal.aborted) {
        await this.#run(RELEASE_ID, this.#id, [this.#newId]).catch(() => undefined)
      }
      throw error
    }
  }

  /** `'missing'`: no session, or an earlier attempt went through; `'lost'`: another change is under way. */
  async claim(): Promise<ClaimedSession | 'missing' | 'lost'> {
    // As bytes: what is copied must not pass through a decoder.
    const reply = await this.#run(CLAIM_ID, this.#id, [this.#newId, String(LEASE)], 'bytes')
    if (reply === null) return 'missing'
    if (!Array.isArray(reply)) return 'lost'
    const [flat, filing, indexes] = reply as readonly RedisReply[]
    return {
      flat: flat as FlatHash,
      filing: filingOf(filing),
      indexes: (indexes as readonly RedisReply[]).map(textOf),
    }
  }

  /** Creates the session under its new id, with what the save changes. */
  async create(
    { flat }: ClaimedSession,
    delta: SessionDelta,
    indexes: readonly string[],
  ): Promise<Filing> {
    this.#call.signal.throwIfAborted()
    const args = [...timesOf(delta), ...counted(indexes), ...changed(flat, delta)]
    const { reply, isReplicated } = await this.#runReplicated(COPY, this.#newId, args)
    if (isReplicated) return filingOf(reply)
    // Nothing has happened yet: better no new id than a session that may be lost with it.
    await this.undo()
    throw new StoreUnavailableError('update', 'not-applied', 'NOREPLICAS')
  }

  /** Deletes the old one. `'lost'`: the session ended meanwhile, and with it the copy. */
  async finish(): Promise<'finished' | 'unreplicated' | 'lost'> {
    const { reply, isReplicated } = await this.#runReplicated(DROP_ID, this.#id, [this.#newId])
    if (reply === 1) return isReplicated ? 'finished' : 'unreplicated'
    await this.#run(UNDO, this.#newId, [])
    return 'lost'
  }

  /** Takes the new one back; not after the deadline, when a repetition may have made it again. */
  async undo(): Promise<void> {
    if (!this.#call.signal.aborted) await this.#run(UNDO, this.#newId, [])
  }

  #runReplicated(
    script: typeof COPY,
    id: string,
    args: readonly RedisArgument[],
  ): Promise<ReplicatedReply> {
    return this.#slots.runReplicated('update', script, id, this.#call, args)
  }

  #run(
    script: typeof COPY,
    id: string,
    args: readonly RedisArgument[],
    form?: 'text' | 'bytes',
  ): Promise<RedisReply> {
    return this.#slots.run('update', script, id, this.#call, args, form)
  }
}

function changed(flat: FlatHash, { set, removed }: SessionDelta): RedisArgument[] {
  const fields: RedisArgument[] = []
  for (let i = 0; i < flat.length; i += 2) {
    const name = textOf(flat[i])
    const attribute = name.startsWith(ATTRIBUTE) ? name.slice(ATTRIBUTE.length) : undefined
    if (attribute !== undefined && (removed.has(attribute) || set.has(attribute))) continue
    fields.push(name, flat[i + 1] as RedisArgument)
  }
  return [...fields, ...fieldsOf(set)]
}
