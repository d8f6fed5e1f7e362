import { PRINCIPAL_NAME_INDEX_NAME } from '@session/core'
import type { SessionRecord, StoreCall } from '@session/core/store'
import type { RedisClient, RedisReply } from '../client/redis-client.ts'
import { type FlatHash, recordOf, textOf } from '../hash.ts'
import { asStoreError } from '../redis-error.ts'
import { clockOf } from '../redis-store.ts'
import { LOAD } from '../scripts/cluster/session.ts'
import { UNRESERVED } from '../scripts/cluster/sweep-slot.ts'
import { type ClusterKeys, member } from './cluster-keys.ts'
import { principalOfJava } from './java-index.ts'
import type { SessionSlots } from './session-slots.ts'

/** Finds sessions by index keys, which lie in other slots and may be ahead of the hash or behind it. */
export class IndexSearch {
  readonly #client: RedisClient
  readonly #keys: ClusterKeys
  readonly #slots: SessionSlots

  constructor(client: RedisClient, keys: ClusterKeys, slots: SessionSlots) {
    this.#client = client
    this.#keys = keys
    this.#slots = slots
  }

  async find(key: string, call: StoreCall): Promise<SessionRecord[]> {
    const members = await this.#client.command('text', 'SMEMBERS', key).catch((error: unknown) => {
      throw asStoreError('findByIndex', error)
    })
    const ids = (members as readonly string[]).map(idOfMember).filter((id) => id !== undefined)
    const dead: string[] = []
    const records = await Promise.all(
      ids.map(async (id) => {
        const reply = await this.#slots.run('findByIndex', LOAD, id, call, [key])
        if (reply !== null) return this.#recordIn(key, id, reply as readonly RedisReply[], call)
        dead.push(id)
        return undefined
      }),
    )
    if (dead.length > 0) await this.#prune(key, dead, call).catch(() => undefined)
    return records.filter((record) => record !== undefined)
  }

  /** All index keys that a session may be in: those of its list, and the one of a Java service. */
  indexesOf(flat: FlatHash, listed: readonly string[]): string[] {
    const principal = principalOfJava(flat)
    const key =
      principal === undefined ? [] : [this.#keys.index(PRINCIPAL_NAME_INDEX_NAME, principal)]
    return [...new Set([...listed, ...key])]
  }

  /** Nothing while a save is moving it here, or when one broke off. Java keeps no lists. */
  async #recordIn(
    key: string,
    id: string,
    reply: readonly RedisReply[],
    call: StoreCall,
  ): Promise<SessionRecord | undefined> {
    const [fields, isListed, listed] = reply
    const flat = fields as FlatHash
    const isHere = isListed === 1 || listed === 0 || this.indexesOf(flat, []).includes(key)
    if (!isHere) return undefined
    return recordOf(id, flat) ?? (await this.#slots.complete(id, flat, call))?.record
  }

  /** What is gone leaves the index, unless it is about to be stored. */
  async #prune(key: string, ids: readonly string[], call: StoreCall): Promise<void> {
    const keys = [this.#keys.expirations, this.#keys.events]
    const gone = await this.#client.run(UNRESERVED, 'text', keys, [...clockOf(call), ...ids])
    const members = (gone as readonly RedisReply[]).map((id) => member(textOf(id)))
    if (members.length > 0) await this.#client.command('text', 'SREM', key, ...members)
  }
}

/** Members of sets are values, and values are JSON; anything else was not written by a session. */
const idOfMember = (text: string): string | undefined => /^"([\w-]{20,128})"$/.exec(text)?.[1]
