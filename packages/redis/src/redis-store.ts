import type { AttributeCodec } from '@session/core'
import type { SessionDelta, SessionRecord, SessionStore, StoreCall } from '@session/core/store'
import type { RedisArgument, RedisClient, RedisReply } from './client/redis-client.ts'
import type { RedisScript } from './client/redis-script.ts'
import { ATTRIBUTE, attributesOf, type FlatHash, fieldsOf, recordOf } from './hash.ts'
import type { RedisKeys } from './keys.ts'
import { PackedHash } from './packed-hash.ts'
import { asStoreError } from './redis-error.ts'
import type { RedisSettings } from './redis-repository-options.ts'
import { type Replication, requireReplicas } from './replication.ts'
import { COMPLETE, FIND, INSERT, REMOVE, UPDATE } from './scripts/simple.ts'
import { mappedFields, type SessionMapper } from './session-mapper.ts'

/** One hash a session, which Redis itself removes when the session ends. */
export class RedisStore implements SessionStore {
  readonly #client: RedisClient
  readonly #keys: RedisKeys
  readonly #form: AttributeCodec['form']
  readonly #mapper: SessionMapper | undefined
  readonly #replication: Replication

  constructor(client: RedisClient, keys: RedisKeys, settings: RedisSettings) {
    this.#client = client
    this.#keys = keys
    this.#form = settings.form
    this.#mapper = settings.mapper
    this.#replication = settings.replication
  }

  async insert(record: SessionRecord, call: StoreCall): Promise<'inserted' | 'taken'> {
    const fields = recordFields(record)
    const done = await this.#run('insert', INSERT, [this.#keys.session(record.id)], call, fields)
    return done === 1 ? 'inserted' : 'taken'
  }

  async find(id: string, touch: boolean, call: StoreCall): Promise<SessionRecord | undefined> {
    const found = await this.#read(id, touch, call)
    return found && (found.record(id) ?? this.#completed(id, found.flat(), touch, call))
  }

  async update(id: string, delta: SessionDelta, call: StoreCall): Promise<'updated' | 'gone'> {
    const keys = [this.#keys.session(id)]
    if (delta.newId !== undefined) keys.push(this.#keys.session(delta.newId))
    const args = [...timesOf(delta), ...counted(fieldsOf(delta.set)), ...removedFields(delta)]
    const done =
      delta.newId === undefined
        ? await this.#run('update', UPDATE, keys, call, args)
        : await this.#runReplicated('update', UPDATE, keys, call, args)
    return done === 1 ? 'updated' : 'gone'
  }

  async remove(id: string, call: StoreCall): Promise<SessionRecord | undefined> {
    const flat = await this.#runReplicated('remove', REMOVE, [this.#keys.session(id)], call, [])
    return flat === null ? undefined : recordOf(id, flat as FlatHash)
  }

  async #read(id: string, touch: boolean, call: StoreCall): Promise<PackedHash | undefined> {
    const args = [touch ? '1' : '0', String(call.touchInterval ?? -1)]
    const reply = await this.#run('find', FIND, [this.#keys.session(id)], call, args, 'bytes')
    return reply === null ? undefined : new PackedHash(reply, this.#form)
  }

  async #completed(
    id: string,
    incomplete: FlatHash,
    touch: boolean,
    call: StoreCall,
  ): Promise<SessionRecord | undefined> {
    const fields = this.#mapper && mappedFields(this.#mapper, id, incomplete)
    if (fields === undefined) {
      // The leftover of a writer that saves what was deleted. No reader gets past it.
      await this.remove(id, call).catch(() => undefined)
      return undefined
    }
    await this.#run('find', COMPLETE, [this.#keys.session(id)], call, fields)
    return (await this.#read(id, touch, call))?.record(id)
  }

  async #run(
    operation: string,
    script: RedisScript,
    keys: readonly string[],
    call: StoreCall,
    args: readonly RedisArgument[],
    form: AttributeCodec['form'] = this.#form,
  ): Promise<RedisReply> {
    try {
      return await this.#client.run(script, form, keys, [...clockOf(call), ...args])
    } catch (error) {
      throw asStoreError(operation, error)
    }
  }

  async #runReplicated(
    operation: string,
    script: RedisScript,
    keys: readonly string[],
    call: StoreCall,
    args: readonly RedisArgument[],
  ): Promise<RedisReply> {
    const all = [...clockOf(call), ...args]
    try {
      const done = await this.#replication.run(this.#client, script, this.#form, keys, all)
      requireReplicas(operation, done.isReplicated)
      return done.reply
    } catch (error) {
      throw asStoreError(operation, error)
    }
  }
}

/** Which clock decides, and the absolute limit: what every script begins with. */
export const clockOf = (call: Pick<StoreCall, 'now' | 'absoluteTimeout'>): string[] => [
  call.now === undefined ? '' : String(call.now),
  String(call.absoluteTimeout ?? -1),
]

/** A new hash, as fields and values in turn. */
export const recordFields = (record: SessionRecord): RedisArgument[] => [
  'creationTime',
  String(record.creationTime),
  'lastAccessedTime',
  String(record.lastAccessedTime),
  'maxInactiveInterval',
  String(record.maxInactiveInterval),
  ...fieldsOf(attributesOf(record)),
]

export const timesOf = (delta: SessionDelta): string[] => [
  delta.lastAccessedTime === undefined ? '0' : '1',
  delta.maxInactiveInterval === undefined ? '' : String(delta.maxInactiveInterval),
]

export const removedFields = (delta: SessionDelta): string[] =>
  [...delta.removed].map((name) => ATTRIBUTE + name)

export const counted = (items: readonly RedisArgument[]): RedisArgument[] => [
  String(items.length),
  ...items,
]
