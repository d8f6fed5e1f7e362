import { randomBytes } from 'node:crypto'
import {
  EndClaims,
  type IndexedSessionStore,
  type SessionDelta,
  type SessionRecord,
  type StoreCall,
  type StoreEvent,
} from '@session/core/store'
import type { RedisArgument, RedisClient, RedisReply } from '../client/redis-client.ts'
import { NodeEvents } from '../events/node-events.ts'
import { GRACE } from '../expiry/expiration-store.ts'
import { type FlatHash, recordOf, textOf } from '../hash.ts'
import type { RedisIndexedSettings } from '../redis-repository-options.ts'
import { recordFields } from '../redis-store.ts'
import { requireReplicas } from '../replication.ts'
import { END } from '../scripts/cluster/session.ts'
import type { ClusterKeys } from './cluster-keys.ts'
import { Companions } from './companions.ts'
import { filingOf, filingOfNew } from './filing.ts'
import { IdChange } from './id-change.ts'
import { IndexMoves } from './index-moves.ts'
import { IndexSearch } from './index-search.ts'
import { createdMessage } from './java-created.ts'
import { PendingWaves } from './pending-waves.ts'
import { decided, required } from './required-steps.ts'
import { SessionSlots } from './session-slots.ts'
import { Sweep } from './sweep.ts'
import { tombstoneWords } from './tombstone.ts'

/**
 * Spring Session's indexed layout over several slots. The hash alone says what a session is. Its entry
 * for the sweep is there before it and goes after it, so that the sweep finds whatever a crash leaves
 * half-done; all else follows the hash in one parallel wave.
 */
export class ClusterIndexedStore implements IndexedSessionStore {
  readonly #client: RedisClient
  readonly #keys: ClusterKeys
  readonly #settings: RedisIndexedSettings
  readonly #slots: SessionSlots
  readonly #companions: Companions
  readonly #search: IndexSearch
  readonly #sweep: Sweep
  readonly #waves = new PendingWaves()
  readonly #node = randomBytes(12).toString('base64url')
  readonly #claims = new EndClaims()

  constructor(client: RedisClient, keys: ClusterKeys, settings: RedisIndexedSettings) {
    const slots = new SessionSlots({ ...settings, client, keys, grace: GRACE, isIndexed: true })
    const companions = new Companions(client, keys, settings)
    const search = new IndexSearch(client, keys, slots)
    this.#client = client
    this.#keys = keys
    this.#settings = settings
    this.#slots = slots
    this.#companions = companions
    this.#search = search
    this.#sweep = new Sweep({ client, keys, slots, companions, search, node: this.#node })
  }

  async insert(record: SessionRecord, call: StoreCall): Promise<'inserted' | 'taken'> {
    const { id } = record
    const indexes = [...record.indexes].map(([name, value]) => this.#keys.index(name, value))
    const filing = filingOfNew(record, call)
    await required('insert', call, [this.#companions.reserve(id, call)])
    this.#waves.send(id, this.#companions.add(id, filing))
    const stored = this.#slots.insert(record, indexes, call)
    const done = await decided(stored, this.#companions.index(id, indexes))
    if (done !== 1) return 'taken'
    await this.#waves.settled(id)
    const state = recordFields(record)
    const told = { type: 'created', id, node: this.#node, claim: EndClaims.ALWAYS, state } as const
    // The hash is there, and its creator knows: the others may hear of it a moment later.
    this.#waves.send(id, [this.#companions.tell(told, call, filing), ...this.#tellJava(id, state)])
    return 'inserted'
  }

  async find(id: string, touch: boolean, call: StoreCall): Promise<SessionRecord | undefined> {
    const found = await this.#slots.find(id, touch, call)
    if (found === undefined) return undefined
    const { record, renewed } = found
    // Incomplete: the leftover of a writer that saves what was deleted. No reader gets past it.
    if (record === undefined) await this.remove(id, call).catch(() => undefined)
    else if (renewed) this.#waves.send(id, this.#companions.move(id, renewed, call))
    return record
  }

  async update(id: string, delta: SessionDelta, call: StoreCall): Promise<'updated' | 'gone'> {
    await this.#waves.settled(id)
    const moves = new IndexMoves(this.#keys, delta)
    if (delta.newId === undefined) return this.#update(id, delta, moves, call)
    return this.#changeId(id, delta.newId, delta, moves, call)
  }

  async remove(id: string, call: StoreCall): Promise<SessionRecord | undefined> {
    await this.#waves.settled(id)
    const [record] = await this.#claims.make(call.signal, async (claim) => {
      const ended = await this.#end(id, claim, call)
      return ended === undefined ? [] : [ended]
    })
    return record
  }

  findByIndex(name: string, value: string, call: StoreCall): Promise<SessionRecord[]> {
    return this.#search.find(this.#keys.index(name, value), call)
  }

  removeExpired(limit: number, call: StoreCall): Promise<SessionRecord[]> {
    return this.#claims.make(call.signal, (claim) => this.#sweep.removeExpired(limit, claim, call))
  }

  subscribe(
    deliver: (event: StoreEvent) => void,
    missed: (since: number | undefined) => void,
  ): Promise<() => Promise<void>> {
    const { form, eventRetention, judge } = this.#settings
    const events = new NodeEvents(
      {
        client: this.#client,
        key: this.#keys.events,
        form,
        retention: eventRetention,
        node: this.#node,
        claims: this.#claims,
        stateOf: async (id) => (await this.#slots.find(id, false, judge()))?.record,
      },
      undefined,
    )
    return events.start(deliver, missed)
  }

  async #update(
    id: string,
    delta: SessionDelta,
    moves: IndexMoves,
    call: StoreCall,
  ): Promise<'updated' | 'gone'> {
    // First, so that a crash leaves nothing that cannot be found; what is found too much is filtered.
    if (moves.entered.length > 0) {
      await required('update', call, this.#companions.index(id, moves.entered))
    }
    const reply = await this.#slots.update(id, delta, moves.words, call)
    if (reply === null) {
      this.#waves.send(id, this.#companions.unindex(id, moves.entered))
      return 'gone'
    }
    const [times, left] = reply as readonly RedisReply[]
    const filing = filingOf(times)
    const wave = this.#companions.unindex(id, textsOf(left))
    if (filing.end !== filing.previousEnd) wave.push(...this.#companions.move(id, filing, call))
    await this.#settle(id, wave)
    return 'updated'
  }

  async #changeId(
    id: string,
    newId: string,
    delta: SessionDelta,
    moves: IndexMoves,
    call: StoreCall,
  ): Promise<'updated' | 'gone'> {
    const change = new IdChange(this.#slots, id, newId, call)
    const reserved = required('update', call, [this.#companions.reserve(newId, call)])
    const [claimed] = await change.before(Promise.all([change.claim(), reserved]))
    if (claimed === 'lost') return 'gone'
    // Repeated after a lost reply: nobody else knows the new id.
    if (claimed === 'missing') return this.#update(newId, delta, moves, call)
    const before = this.#search.indexesOf(claimed.flat, claimed.indexes)
    const indexes = moves.applyTo(before)
    const indexed = required('update', call, this.#companions.index(newId, indexes))
    indexed.catch(() => undefined)
    const filing = await change.before(change.create(claimed, delta, indexes))
    const undone = async (error: unknown): Promise<never> => {
      await change.undo()
      throw error
    }
    await change.before(indexed.catch(undone))
    const outcome = await change.finish()
    if (outcome === 'lost') {
      await this.#settle(newId, this.#companions.unindex(newId, indexes))
      return 'gone'
    }
    const told = {
      type: 'id-changed',
      node: this.#node,
      claim: EndClaims.ALWAYS,
      previousId: id,
    } as const
    await this.#settle(newId, [
      this.#companions.tell({ ...told, id: newId }, call, filing),
      ...this.#companions.add(newId, filing),
      ...this.#companions.remove(id, claimed.filing),
      ...this.#companions.unindex(id, before),
    ])
    requireReplicas('update', outcome === 'finished')
    return 'updated'
  }

  async #end(id: string, claim: string, call: StoreCall): Promise<SessionRecord | undefined> {
    const tombstone = { type: 'deleted', node: this.#node, claim } as const
    // Beside it: a process that dies now leaves an end that the next sweep completes.
    const suspected = this.#companions.suspect(id, call).catch(() => undefined)
    const words = tombstoneWords(tombstone)
    const done = await this.#slots.runReplicated('remove', END, id, call, [words])
    const { reply, isReplicated } = done
    if (reply === null) {
      await this.#settle(id, [suspected.then(() => this.#companions.forget(id, call))])
      requireReplicas('remove', isReplicated)
      return undefined
    }
    const [fields, times, listed] = reply as readonly RedisReply[]
    const state = fields as FlatHash
    const filing = filingOf(times)
    const record = recordOf(id, state)
    const told =
      record === undefined
        ? this.#companions.forget(id, call)
        : this.#companions.tell({ ...tombstone, id, state }, call)
    await this.#settle(id, [
      told,
      ...this.#companions.remove(id, filing),
      ...this.#companions.unindex(id, this.#search.indexesOf(state, textsOf(listed))),
    ])
    requireReplicas('remove', isReplicated)
    return record
  }

  #tellJava(id: string, state: readonly RedisArgument[]): Promise<unknown>[] {
    if (!this.#settings.isReadByJava) return []
    const channel = this.#keys.createdChannel(id)
    return [this.#client.command('text', 'PUBLISH', channel, createdMessage(state))]
  }

  /** Sends what follows from the hash, and waits for it a while. */
  async #settle(id: string, wave: readonly Promise<unknown>[]): Promise<void> {
    if (wave.length > 0) this.#waves.send(id, wave)
    await this.#waves.settled(id)
  }
}

const textsOf = (reply: RedisReply | undefined): string[] =>
  (reply as readonly RedisReply[]).map(textOf)
