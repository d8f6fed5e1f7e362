import type { StoreCall } from '@session/core/store'
import type { RedisArgument, RedisClient, RedisReply } from '../client/redis-client.ts'
import type { RedisScript } from '../client/redis-script.ts'
import type { RedisIndexedSettings } from '../redis-repository-options.ts'
import { clockOf } from '../redis-store.ts'
import { FILE, FORGET, RESERVE, TELL } from '../scripts/cluster/sweep-slot.ts'
import { type ClusterKeys, member } from './cluster-keys.ts'
import type { Filing } from './filing.ts'
import { type JavaExpirations, javaExpirations } from './java-expirations.ts'

/** What the stream is told. */
export interface Told {
  readonly type: 'created' | 'deleted' | 'expired' | 'id-changed'
  readonly id: string
  readonly node: string
  readonly claim: string
  readonly previousId?: string
  readonly state?: readonly RedisArgument[]
}

/**
 * The keys of a session that lie in other slots than its hash. Each promise is one command or script
 * on one slot, and repeats what the hash says.
 */
export class Companions {
  readonly #client: RedisClient
  readonly #keys: ClusterKeys
  readonly #java: JavaExpirations
  readonly #eventRetention: number

  constructor(client: RedisClient, keys: ClusterKeys, settings: RedisIndexedSettings) {
    this.#client = client
    this.#keys = keys
    this.#java = javaExpirations(settings.expirationStore, client, keys)
    this.#eventRetention = settings.eventRetention
  }

  /** Makes the entry without which no hash may be. */
  reserve(id: string, call: StoreCall): Promise<unknown> {
    return this.#sweep(RESERVE, [...clockOf(call), id])
  }

  /** Lets the next sweep look at a session whose end is on its way. */
  suspect(id: string, call: StoreCall): Promise<unknown> {
    return this.#sweep(FILE, [...clockOf(call), id, ''])
  }

  /** What Java looks at, for a new id. */
  add(id: string, filing: Filing): Promise<unknown>[] {
    const { endOnServer } = filing
    const ends = endOnServer === undefined ? [] : ['PXAT', String(endOnServer)]
    const shadow = this.#command('SET', this.#keys.shadow(id), '', 'NX', ...ends)
    return [shadow, ...this.#java.rearrange(id, { ...filing, previousEnd: undefined })]
  }

  /** Moves everything to when the session ends now. */
  move(id: string, filing: Filing, call: StoreCall): Promise<unknown>[] {
    const { endOnServer } = filing
    const shadow = this.#keys.shadow(id)
    return [
      this.#sweep(FILE, [...clockOf(call), id, scoreOf(filing)]),
      // Never SET: behind a deletion it would make Java announce a second end.
      endOnServer === undefined
        ? this.#command('PERSIST', shadow)
        : this.#command('PEXPIREAT', shadow, String(endOnServer)),
      ...this.#java.rearrange(id, filing),
    ]
  }

  /**
   * What Java looks at, after the end. The shadow goes while the hash can be read: Java makes its event
   * from both. Behind an id change the hash is gone already, and Java announces no end.
   */
  remove(id: string, { end }: Filing): Promise<unknown>[] {
    const gone = { end: undefined, endOnServer: undefined, previousEnd: end }
    return [this.#command('DEL', this.#keys.shadow(id)), ...this.#java.rearrange(id, gone)]
  }

  index(id: string, indexes: readonly string[]): Promise<unknown>[] {
    return indexes.map((key) => this.#command('SADD', key, member(id)))
  }

  unindex(id: string, indexes: readonly string[]): Promise<unknown>[] {
    return indexes.map((key) => this.#command('SREM', key, member(id)))
  }

  /** Takes a reservation back that led nowhere. */
  forget(id: string, call: StoreCall): Promise<unknown> {
    return this.#sweep(FORGET, [...clockOf(call), id])
  }

  /** Tells of an end, or with a filing of a beginning, once whoever else does too. 1 = by this call. */
  tell(told: Told, call: StoreCall, filing?: Filing): Promise<RedisReply> {
    return this.#sweep(TELL, [
      ...clockOf(call),
      String(this.#eventRetention),
      filing === undefined ? '' : scoreOf(filing),
      told.type,
      told.id,
      told.node,
      told.claim,
      told.previousId ?? '',
      ...(told.state ?? []),
    ])
  }

  #sweep(script: RedisScript, args: readonly RedisArgument[]): Promise<RedisReply> {
    const keys = [this.#keys.expirations, this.#keys.events]
    return this.#client.run(script, 'text', keys, args)
  }

  #command(...words: readonly [string, string, ...string[]]): Promise<RedisReply> {
    return this.#client.command('text', ...words)
  }
}

const scoreOf = ({ end }: Filing): string => (end === undefined ? '+inf' : String(end))
