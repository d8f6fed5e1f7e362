import { randomBytes } from 'node:crypto'
import type { AttributeCodec } from '@session/core'
import type {
  IndexedSessionStore,
  SessionDelta,
  SessionRecord,
  StoreCall,
  StoreEvent,
} from '@session/core/store'
import type { RedisArgument, RedisClient, RedisReply } from './client/redis-client.ts'
import type { RedisScript } from './client/redis-script.ts'
import { ALWAYS, EndClaims } from './events/end-claims.ts'
import type { EventEntry } from './events/event-entry.ts'
import { EventStream } from './events/event-stream.ts'
import { type FlatHash, fieldsOf, recordOf, textOf } from './hash.ts'
import type { RedisKeys } from './keys.ts'
import { asStoreError } from './redis-error.ts'
import { clockOf, counted, recordFields, removedFields, timesOf } from './redis-store.ts'
import {
  FIND_INDEXED,
  INSERT_INDEXED,
  LOAD_INDEXED,
  REMOVE_EXPIRED,
  REMOVE_INDEXED,
  UPDATE_INDEXED,
} from './scripts/indexed.ts'

/** How many sessions one script reads or ends: bounds how long Redis is busy with it. */
const BATCH = 100

/** Spring Session's indexed layout, and beside it what events on every node need. */
export class RedisIndexedStore implements IndexedSessionStore {
  readonly #client: RedisClient
  readonly #keys: RedisKeys
  readonly #form: AttributeCodec['form']
  readonly #eventRetention: number
  readonly #node = randomBytes(12).toString('base64url')
  readonly #claims = new EndClaims()

  /** `eventRetention` in milliseconds: how long the stream remembers. */
  constructor(
    client: RedisClient,
    keys: RedisKeys,
    form: AttributeCodec['form'],
    eventRetention: number,
  ) {
    this.#client = client
    this.#keys = keys
    this.#form = form
    this.#eventRetention = eventRetention
  }

  async insert(record: SessionRecord, call: StoreCall): Promise<'inserted' | 'taken'> {
    const indexes = [...record.indexes].map(([name, value]) => this.#keys.index(name, value))
    const done = await this.#run('insert', INSERT_INDEXED, call, [
      record.id,
      ...counted(indexes),
      ...recordFields(record),
    ])
    return done === 1 ? 'inserted' : 'taken'
  }

  async find(id: string, touch: boolean, call: StoreCall): Promise<SessionRecord | undefined> {
    const args = [id, touch ? '1' : '0', String(call.touchInterval ?? -1)]
    const flat = await this.#run('find', FIND_INDEXED, call, args)
    if (flat === null) return undefined
    const record = recordOf(id, flat as FlatHash)
    // Incomplete: the leftover of a writer that saves what was deleted. No reader gets past it.
    if (record === undefined) await this.remove(id, call).catch(() => undefined)
    return record
  }

  async update(id: string, delta: SessionDelta, call: StoreCall): Promise<'updated' | 'gone'> {
    const moves: string[] = []
    for (const [name, { from, to }] of delta.indexes) {
      const prefix = this.#keys.indexPrefix(name)
      moves.push(prefix, ...[from, to].map((value) => (value === undefined ? '' : prefix + value)))
    }
    const done = await this.#run('update', UPDATE_INDEXED, call, [
      id,
      delta.newId ?? '',
      ...timesOf(delta),
      ...counted(moves),
      ...counted(fieldsOf(delta.set)),
      ...removedFields(delta),
    ])
    return done === 1 ? 'updated' : 'gone'
  }

  async remove(id: string, call: StoreCall): Promise<SessionRecord | undefined> {
    const flat = await this.#claims.make(call.signal, (claim) =>
      this.#run('remove', REMOVE_INDEXED, call, [id], { claim }),
    )
    return flat === null ? undefined : recordOf(id, flat as FlatHash)
  }

  async findByIndex(name: string, value: string, call: StoreCall): Promise<SessionRecord[]> {
    const key = this.#keys.index(name, value)
    const members = await this.#command('findByIndex', 'SMEMBERS', key)
    const ids = (members as readonly string[]).map(idOfMember).filter((id) => id !== undefined)
    const batches: Promise<SessionRecord[]>[] = []
    for (let from = 0; from < ids.length; from += BATCH) {
      batches.push(this.#load(key, ids.slice(from, from + BATCH), call))
    }
    return (await Promise.all(batches)).flat()
  }

  /** All of it under one claim: when a later batch fails, nobody hears of the earlier ones but by the stream. */
  removeExpired(limit: number, call: StoreCall): Promise<SessionRecord[]> {
    return this.#claims.make(call.signal, async (claim) => {
      const removed: SessionRecord[] = []
      while (removed.length < limit && !call.signal.aborted) {
        const batch = Math.min(BATCH, limit - removed.length)
        const args = [String(batch)]
        const reply = await this.#run('removeExpired', REMOVE_EXPIRED, call, args, { claim })
        const [seen, ...ended] = reply as readonly RedisReply[]
        for (let i = 0; i < ended.length; i += 2) {
          const record = recordOf(textOf(ended[i]), ended[i + 1] as FlatHash)
          if (record !== undefined) removed.push(record)
        }
        if (Number(seen) < batch) break
      }
      return removed
    })
  }

  async subscribe(deliver: (event: StoreEvent) => void): Promise<() => Promise<void>> {
    const stream = new EventStream({
      client: this.#client,
      key: this.#keys.events,
      form: this.#form,
      interpret: (entry) => this.#eventOf(entry),
    })
    await stream.start(deliver).catch((error: unknown) => {
      throw asStoreError('subscribe', error)
    })
    return () => stream.stop()
  }

  /** Nothing for what this process announced when its reply came. */
  async #eventOf(entry: EventEntry): Promise<StoreEvent | undefined> {
    const { type, id, previous, state } = entry
    const local = entry.node === this.#node
    if (local && (await this.#claims.isAnnounced(entry.claim))) return undefined
    const record = recordOf(id, state)
    return {
      type,
      id,
      ...(previous === '' ? {} : { previousId: previous }),
      ...(record === undefined ? {} : { record }),
      local,
    }
  }

  async #load(key: string, ids: readonly string[], call: StoreCall): Promise<SessionRecord[]> {
    const reply = await this.#run('findByIndex', LOAD_INDEXED, call, ids, { keys: [key] })
    const found = reply as readonly (FlatHash | null)[]
    return found.flatMap((flat, i) => {
      const record = flat === null ? undefined : recordOf(ids[i] as string, flat)
      return record === undefined ? [] : [record]
    })
  }

  async #run(
    operation: string,
    script: RedisScript,
    call: StoreCall,
    args: readonly RedisArgument[],
    { keys = [], claim = ALWAYS }: { keys?: readonly string[]; claim?: string } = {},
  ): Promise<RedisReply> {
    const context = [this.#keys.namespace, this.#node, String(this.#eventRetention), claim]
    const all = [...clockOf(call), ...context, ...args]
    try {
      return await this.#client.run(script, this.#form, keys, all)
    } catch (error) {
      throw asStoreError(operation, error)
    }
  }

  async #command(operation: string, ...args: string[]): Promise<RedisReply> {
    try {
      return await this.#client.command('text', ...args)
    } catch (error) {
      throw asStoreError(operation, error)
    }
  }
}

/** Members of sets are values, and values are JSON; anything else was not written by a session. */
const idOfMember = (member: string): string | undefined => /^"([\w-]{20,128})"$/.exec(member)?.[1]
