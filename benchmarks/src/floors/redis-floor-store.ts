import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'
import { type FloorAttributes, type FloorStore, LIFETIME, PRINCIPAL } from './floor-store.ts'

/** A hash for each session, with a field for each attribute. */
const NAMESPACE = 'floor:'
const ATTRIBUTE = 'sessionAttr:'
/** Milliseconds. The access time is written as often as @session/core writes it. */
const TOUCH_INTERVAL = 1_000

const GUARD = `if redis.call('PEXPIRE', KEYS[1], ARGV[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], unpack(ARGV, 2))`
const SAVE = `${GUARD} return 1`
const MOVE = `${GUARD} redis.call('RENAME', KEYS[1], KEYS[2]) return 1`

const hashOf = (script: string): string => createHash('sha1').update(script).digest('hex')
const SAVE_HASH = hashOf(SAVE)
const MOVE_HASH = hashOf(MOVE)

/** The cheapest correct way that was found: one round trip to read, one more to write. */
export class RedisFloorStore implements FloorStore {
  readonly #redis: Redis
  #isCorked = false

  private constructor(redis: Redis) {
    this.#redis = redis
  }

  static async open(redis: Redis): Promise<RedisFloorStore> {
    await redis.script('LOAD', SAVE)
    await redis.script('LOAD', MOVE)
    return new RedisFloorStore(redis)
  }

  async create(id: string, attributes: Readonly<Record<string, unknown>>): Promise<void> {
    const now = Date.now()
    const fields: (string | number)[] = ['creationTime', now, 'lastAccessedTime', now]
    for (const [name, value] of Object.entries(attributes)) {
      fields.push(ATTRIBUTE + name, JSON.stringify(value))
    }
    const key = NAMESPACE + id
    await Promise.all([
      this.#call('HSET', key, ...fields),
      this.#call('HSET', key, 'maxInactiveInterval', LIFETIME / 1000),
      this.#call('PEXPIRE', key, LIFETIME),
    ])
  }

  async find(id: string, renew: boolean): Promise<FloorAttributes | undefined> {
    const key = NAMESPACE + id
    const reply = this.#call('HGETALL', key)
    // Its answer comes with the next one.
    if (renew) void this.#call('PEXPIRE', key, LIFETIME)
    const attributes = new FlatHash((await reply) as readonly string[])
    if (attributes.isEmpty) return undefined
    const now = Date.now()
    if (renew && now - attributes.lastAccessedTime >= TOUCH_INTERVAL) {
      await this.#script(SAVE_HASH, [key], 'lastAccessedTime', now)
    }
    return attributes
  }

  async update(id: string, name: string, value: string): Promise<void> {
    const key = NAMESPACE + id
    await this.#script(SAVE_HASH, [key], 'lastAccessedTime', Date.now(), ATTRIBUTE + name, value)
  }

  async login(id: string, newId: string, principal: string): Promise<void> {
    const keys = [NAMESPACE + id, NAMESPACE + newId]
    const user = [ATTRIBUTE + PRINCIPAL, JSON.stringify(principal)]
    await this.#script(MOVE_HASH, keys, 'lastAccessedTime', Date.now(), ...user)
  }

  #script(
    hash: string,
    keys: readonly string[],
    ...fields: readonly (string | number)[]
  ): Promise<unknown> {
    return this.#call('EVALSHA', hash, keys.length, ...keys, LIFETIME, ...fields)
  }

  /** All commands of one turn of the event loop leave in one write. */
  #call(command: string, ...args: readonly (string | number)[]): Promise<unknown> {
    if (!this.#isCorked) {
      this.#isCorked = true
      this.#redis.stream.cork()
      setImmediate(() => {
        this.#isCorked = false
        this.#redis.stream.uncork()
      })
    }
    return this.#redis.call(command, ...args)
  }
}

/** The answer of `HGETALL`, read where it lies. */
class FlatHash implements FloorAttributes {
  readonly #flat: readonly string[]

  constructor(flat: readonly string[]) {
    this.#flat = flat
  }

  get isEmpty(): boolean {
    return this.#flat.length === 0
  }

  get lastAccessedTime(): number {
    return Number(this.#field('lastAccessedTime'))
  }

  get(name: string): string | undefined {
    return this.#field(ATTRIBUTE + name)
  }

  #field(name: string): string | undefined {
    for (let i = 0; i < this.#flat.length; i += 2) {
      if (this.#flat[i] === name) return this.#flat[i + 1]
    }
    return undefined
  }
}
