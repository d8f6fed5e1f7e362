import type { AttributeCodec } from '@session/core'
import type { SessionDelta, SessionRecord } from '@session/core/store'
import type { RedisArgument, RedisClient, RedisReply } from '../client/redis-client.ts'
import type { RedisScript } from '../client/redis-script.ts'
import { type FlatHash, fieldsOf } from '../hash.ts'
import { PackedHash } from '../packed-hash.ts'
import { asStoreError } from '../redis-error.ts'
import type { Judgement, RedisSettings } from '../redis-repository-options.ts'
import { clockOf, counted, recordFields, removedFields, timesOf } from '../redis-store.ts'
import type { ReplicatedReply } from '../replication.ts'
import { COMPLETE, FIND, INSERT, UPDATE } from '../scripts/cluster/session.ts'
import { mappedFields } from '../session-mapper.ts'
import type { ClusterKeys } from './cluster-keys.ts'
import { type Filing, filingOf } from './filing.ts'

export interface SessionSlotsOptions extends RedisSettings {
  readonly client: RedisClient
  readonly keys: ClusterKeys
  /** Milliseconds that a hash stays after the session's end. */
  readonly grace: number
  /** Does each session have a list of the index keys that it is in? */
  readonly isIndexed: boolean
}

/** What a read found, and where it lies in time now if the access was renewed. */
export interface FoundSession {
  /** `undefined`: an incomplete hash, the leftover of a writer that saves what was deleted. */
  readonly record: SessionRecord | undefined
  readonly renewed: Filing | undefined
}

/** Runs scripts on the slots of sessions' hashes. */
export class SessionSlots {
  readonly #options: SessionSlotsOptions

  constructor(options: SessionSlotsOptions) {
    this.#options = options
  }

  insert(record: SessionRecord, indexes: readonly string[], call: Judgement): Promise<RedisReply> {
    return this.run('insert', INSERT, record.id, call, [
      ...counted(indexes),
      ...recordFields(record),
    ])
  }

  async find(id: string, touch: boolean, call: Judgement): Promise<FoundSession | undefined> {
    const found = await this.#read(id, touch, call)
    if (found === undefined) return undefined
    const { hash, renewed } = found
    const record = hash.record(id)
    return record === undefined ? this.complete(id, hash.flat(), call) : { record, renewed }
  }

  /** What the mapper makes of an incomplete hash, which is a session from then on. */
  async complete(id: string, flat: FlatHash, call: Judgement): Promise<FoundSession | undefined> {
    const { mapper } = this.#options
    const fields = mapper && mappedFields(mapper, id, flat)
    if (fields === undefined) return { record: undefined, renewed: undefined }
    const filing = await this.run('find', COMPLETE, id, call, fields)
    const found = await this.#read(id, false, call)
    const renewed = filing === null ? undefined : filingOf(filing)
    return found && { record: found.hash.record(id), renewed }
  }

  /** `moves`: for each index what its keys begin with, the key to leave and the key to enter. */
  update(
    id: string,
    delta: SessionDelta,
    moves: readonly string[],
    call: Judgement,
  ): Promise<RedisReply> {
    return this.run('update', UPDATE, id, call, [
      ...timesOf(delta),
      ...counted(moves),
      ...counted(fieldsOf(delta.set)),
      ...removedFields(delta),
    ])
  }

  async #read(
    id: string,
    touch: boolean,
    call: Judgement,
  ): Promise<{ hash: PackedHash; renewed: Filing | undefined } | undefined> {
    const args = [touch ? '1' : '0', String(call.touchInterval ?? -1)]
    const reply = await this.run('find', FIND, id, call, args, 'bytes')
    if (reply === null) return undefined
    const [packed = null, filing] = Array.isArray(reply) ? reply : [reply]
    return {
      hash: new PackedHash(packed, this.#options.form),
      renewed: filing === undefined ? undefined : filingOf(filing),
    }
  }

  /** The keys of a session that lie in one slot: hash first. */
  keysOf(id: string): string[] {
    const { keys, isIndexed } = this.#options
    return [keys.session(id), keys.idClaim(id), ...(isIndexed ? [keys.indexesOf(id)] : [])]
  }

  async run(
    operation: string,
    script: RedisScript,
    id: string,
    call: Judgement,
    args: readonly RedisArgument[],
    form: AttributeCodec['form'] = this.#options.form,
  ): Promise<RedisReply> {
    const { client } = this.#options
    const all = this.#argumentsOf(call, args)
    try {
      return await client.run(script, form, this.keysOf(id), all)
    } catch (error) {
      throw asStoreError(operation, error)
    }
  }

  /** What must not come undone when a replica takes over. */
  async runReplicated(
    operation: string,
    script: RedisScript,
    id: string,
    call: Judgement,
    args: readonly RedisArgument[],
  ): Promise<ReplicatedReply> {
    const { client, form, replication } = this.#options
    const all = this.#argumentsOf(call, args)
    try {
      return await replication.run(client, script, form, this.keysOf(id), all)
    } catch (error) {
      throw asStoreError(operation, error)
    }
  }

  #argumentsOf(call: Judgement, args: readonly RedisArgument[]): RedisArgument[] {
    return [...clockOf(call), String(this.#options.grace), ...args]
  }
}
