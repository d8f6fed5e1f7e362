import { randomBytes } from 'node:crypto'
import {
  EndClaims,
  type IndexedSessionStore,
  type SessionDelta,
  type SessionRecord,
  type StoreCall,
  type StoreEvent,
} from '@session/core/store'
import type { RedisClient, RedisReply } from './client/redis-client.ts'
import type { RedisScript } from './client/redis-script.ts'
import { databaseOf } from './events/database-of.ts'
import { JavaHints } from './events/java-hints.ts'
import { NodeEvents } from './events/node-events.ts'
import { type FlatHash, fieldsOf, recordOf, textOf } from './hash.ts'
import { IndexedScriptRunner } from './indexed-script-runner.ts'
import type { RedisKeys } from './keys.ts'
import { PackedHash } from './packed-hash.ts'
import { asStoreError } from './redis-error.ts'
import type { Judgement, RedisIndexedSettings } from './redis-repository-options.ts'
import { counted, recordFields, removedFields, timesOf } from './redis-store.ts'
import { type IndexedScripts, indexedScripts } from './scripts/indexed.ts'
import { mappedFields } from './session-mapper.ts'

/** How many sessions one script reads or ends: bounds how long Redis is busy with it. */
const BATCH = 100

/** Spring Session's indexed layout, and beside it what events on every node need. */
export class RedisIndexedStore implements IndexedSessionStore {
  readonly #client: RedisClient
  readonly #keys: RedisKeys
  readonly #settings: RedisIndexedSettings
  readonly #scripts: IndexedScripts
  readonly #runner: IndexedScriptRunner
  readonly #node = randomBytes(12).toString('base64url')
  readonly #claims = new EndClaims()
  #database: number | undefined

  constructor(client: RedisClient, keys: RedisKeys, settings: RedisIndexedSettings) {
    this.#client = client
    this.#keys = keys
    this.#settings = settings
    this.#scripts = indexedScripts[settings.expirationStore]
    this.#runner = new IndexedScriptRunner(client, keys, settings, this.#node)
  }

  async prepare(): Promise<void> {
    // The servers of a Cluster notify of their own keys alone.
    this.#database = this.#client.isCluster ? undefined : await databaseOf(this.#client)
  }

  async insert(record: SessionRecord, call: StoreCall): Promise<'inserted' | 'taken'> {
    const indexes = [...record.indexes].map(([name, value]) => this.#keys.index(name, value))
    const java = this.#settings.isReadByJava ? this.#database : undefined
    const done = await this.#runner.run('insert', this.#scripts.insert, call, [
      record.id,
      java === undefined ? '' : String(java),
      ...counted(indexes),
      ...recordFields(record),
    ])
    return done === 1 ? 'inserted' : 'taken'
  }

  async find(id: string, touch: boolean, call: StoreCall): Promise<SessionRecord | undefined> {
    const found = await this.#read(id, touch, call)
    return found && (found.record(id) ?? this.#completed(id, found.flat(), touch, call))
  }

  async update(id: string, delta: SessionDelta, call: StoreCall): Promise<'updated' | 'gone'> {
    const moves: string[] = []
    for (const [name, { from, to }] of delta.indexes) {
      const prefix = this.#keys.indexPrefix(name)
      moves.push(prefix, ...[from, to].map((value) => (value === undefined ? '' : prefix + value)))
    }
    const args = [
      id,
      delta.newId ?? '',
      ...timesOf(delta),
      ...counted(moves),
      ...counted(fieldsOf(delta.set)),
      ...removedFields(delta),
    ]
    const replicated = delta.newId !== undefined
    const done = await this.#runner.run('update', this.#scripts.update, call, args, { replicated })
    return done === 1 ? 'updated' : 'gone'
  }

  async remove(id: string, call: StoreCall): Promise<SessionRecord | undefined> {
    const [record] = await this.#claims.make(call.signal, async (claim) => {
      const { remove } = this.#scripts
      const flat = await this.#runner.run('remove', remove, call, [id], { claim, replicated: true })
      const removed = flat === null ? undefined : recordOf(id, flat as FlatHash)
      return removed === undefined ? [] : [removed]
    })
    return record
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
    const { removeExpired, removeExpiredForJava } = this.#scripts
    return this.#claims.make(call.signal, async (claim) => {
      const removed: SessionRecord[] = []
      // Ours first: it names what has ended for longer than its hash is kept.
      for (const script of [removeExpired, removeExpiredForJava]) {
        await this.#sweep(script, removed, limit, call, claim)
      }
      return removed
    })
  }

  async subscribe(
    deliver: (event: StoreEvent) => void,
    missed: (since: number | undefined) => void,
  ): Promise<() => Promise<void>> {
    const { form, eventRetention } = this.#settings
    const events = new NodeEvents(
      {
        client: this.#client,
        key: this.#keys.events,
        form,
        retention: eventRetention,
        node: this.#node,
        claims: this.#claims,
        database: this.#database,
        stateOf: (id) => this.#stateOf(id),
      },
      this.#database === undefined ? undefined : this.#hintsOf(this.#database),
    )
    return events.start(deliver, missed)
  }

  #hintsOf(database: number): JavaHints {
    const { notifications, judge } = this.#settings
    return new JavaHints({
      client: this.#client,
      keys: this.#keys,
      database,
      // On a Cluster each server tells of its own keys, and only those who listen there.
      keyspace: notifications === 'auto' && !this.#client.isCluster,
      // What it ends, the stream tells here too.
      claim: (hints) => {
        const args = hints.flatMap(({ said, id, previous }) => [said, id, previous])
        return this.#runner.run('update', this.#scripts.claim, judge(), args, {
          claim: EndClaims.NEVER,
        })
      },
    })
  }

  async #sweep(
    script: RedisScript,
    removed: SessionRecord[],
    limit: number,
    call: StoreCall,
    claim: string,
  ): Promise<void> {
    while (removed.length < limit && !call.signal.aborted) {
      const batch = Math.min(BATCH, limit - removed.length)
      const reply = await this.#runner.run('removeExpired', script, call, [String(batch)], {
        claim,
      })
      const [seen, ...ended] = reply as readonly RedisReply[]
      for (let i = 0; i < ended.length; i += 2) {
        const record = recordOf(textOf(ended[i]), ended[i + 1] as FlatHash)
        if (record !== undefined) removed.push(record)
      }
      if (Number(seen) < batch) break
    }
  }

  async #stateOf(id: string): Promise<SessionRecord | undefined> {
    return (await this.#read(id, false, this.#settings.judge()))?.record(id)
  }

  async #read(id: string, touch: boolean, call: Judgement): Promise<PackedHash | undefined> {
    const args = [id, touch ? '1' : '0', String(call.touchInterval ?? -1)]
    const reply = await this.#runner.run('find', this.#scripts.find, call, args, { form: 'bytes' })
    return reply === null ? undefined : this.#unpacked(reply)
  }

  #unpacked(reply: RedisReply): PackedHash {
    return new PackedHash(reply, this.#settings.form)
  }

  /** What the mapper makes of an incomplete hash, or else nothing, and no hash. */
  async #completed(
    id: string,
    incomplete: FlatHash,
    touch: boolean,
    call: StoreCall,
  ): Promise<SessionRecord | undefined> {
    const { mapper } = this.#settings
    const fields = mapper && mappedFields(mapper, id, incomplete)
    if (fields === undefined) {
      // The leftover of a writer that saves what was deleted. No reader gets past it.
      await this.remove(id, call).catch(() => undefined)
      return undefined
    }
    await this.#runner.run('find', this.#scripts.complete, call, [id, ...fields])
    return (await this.#read(id, touch, call))?.record(id)
  }

  async #load(key: string, ids: readonly string[], call: StoreCall): Promise<SessionRecord[]> {
    const options = { keys: [key], form: 'bytes' } as const
    const reply = await this.#runner.run('findByIndex', this.#scripts.load, call, ids, options)
    const loaded = (reply as readonly RedisReply[]).map(async (each, i) => {
      if (each === null) return undefined
      const id = ids[i] as string
      const found = this.#unpacked(each)
      return found.record(id) ?? this.#completed(id, found.flat(), false, call)
    })
    return (await Promise.all(loaded)).filter((record) => record !== undefined)
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
