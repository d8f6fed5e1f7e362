import type { SessionDelta, SessionRecord, SessionStore, StoreCall } from '@session/core/store'
import type { RedisClient } from '../client/redis-client.ts'
import { type FlatHash, recordOf } from '../hash.ts'
import type { RedisSettings } from '../redis-repository-options.ts'
import { requireReplicas } from '../replication.ts'
import { REMOVE } from '../scripts/cluster/session.ts'
import type { ClusterKeys } from './cluster-keys.ts'
import { IdChange } from './id-change.ts'
import { SessionSlots } from './session-slots.ts'

/** One hash a session, each in a slot of its own. */
export class ClusterStore implements SessionStore {
  readonly #slots: SessionSlots

  constructor(client: RedisClient, keys: ClusterKeys, settings: RedisSettings) {
    this.#slots = new SessionSlots({ ...settings, client, keys, grace: 0, isIndexed: false })
  }

  async insert(record: SessionRecord, call: StoreCall): Promise<'inserted' | 'taken'> {
    return (await this.#slots.insert(record, [], call)) === 1 ? 'inserted' : 'taken'
  }

  async find(id: string, touch: boolean, call: StoreCall): Promise<SessionRecord | undefined> {
    const found = await this.#slots.find(id, touch, call)
    if (found !== undefined && found.record === undefined) {
      await this.remove(id, call).catch(() => undefined)
    }
    return found?.record
  }

  async update(id: string, delta: SessionDelta, call: StoreCall): Promise<'updated' | 'gone'> {
    if (delta.newId !== undefined) return this.#changeId(id, delta.newId, delta, call)
    const done = await this.#slots.update(id, delta, [], call)
    return done === null ? 'gone' : 'updated'
  }

  async remove(id: string, call: StoreCall): Promise<SessionRecord | undefined> {
    const { reply, isReplicated } = await this.#slots.runReplicated('remove', REMOVE, id, call, [])
    requireReplicas('remove', isReplicated)
    return reply === null ? undefined : recordOf(id, reply as FlatHash)
  }

  async #changeId(
    id: string,
    newId: string,
    delta: SessionDelta,
    call: StoreCall,
  ): Promise<'updated' | 'gone'> {
    const change = new IdChange(this.#slots, id, newId, call)
    const claimed = await change.claim()
    if (claimed === 'lost') return 'gone'
    // Repeated after a lost reply: nobody else knows the new id.
    if (claimed === 'missing') {
      return (await this.#slots.update(newId, delta, [], call)) === null ? 'gone' : 'updated'
    }
    await change.before(change.create(claimed, delta, []))
    const outcome = await change.finish()
    requireReplicas('update', outcome !== 'unreplicated')
    return outcome === 'lost' ? 'gone' : 'updated'
  }
}
