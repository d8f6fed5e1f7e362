import { type Duration, InvalidOptionError, StoreUnavailableError } from '@session/core'
import { milliseconds } from '@session/core/store'
import type { RedisArgument, RedisClient, RedisReply } from './client/redis-client.ts'
import type { RedisScript } from './client/redis-script.ts'

/** Which replicas must have what ends a session or its id. */
export interface WaitForReplicas {
  /** How many, besides the server that carried it out. */
  readonly count: number
  /** How long to wait for them; keep it well below `storeTimeout`. */
  readonly timeout: Duration
}

/** The reply of a script, and whether enough replicas have what it wrote. */
export interface ReplicatedReply {
  readonly reply: RedisReply
  readonly isReplicated: boolean
}

/** Carries out what must not come undone when a replica takes over. */
export class Replication {
  readonly #count: number
  readonly #timeout: number

  /** @throws InvalidOptionError */
  constructor(option: WaitForReplicas | undefined) {
    const { count, timeout } = option ?? { count: 0, timeout: '0ms' }
    const isCount = Number.isSafeInteger(count) && count >= (option === undefined ? 0 : 1)
    if (!isCount) {
      const remedy = 'Use a whole number of replicas, at least 1.'
      throw new InvalidOptionError('waitForReplicas.count', count, remedy)
    }
    this.#count = count
    this.#timeout = milliseconds('waitForReplicas.timeout', timeout)
    // Redis would wait for ever.
    if (option !== undefined && this.#timeout === 0) {
      throw new InvalidOptionError('waitForReplicas.timeout', timeout, "Use a time like '500ms'.")
    }
  }

  async run(
    client: RedisClient,
    script: RedisScript,
    form: 'text' | 'bytes',
    keys: readonly string[],
    args: readonly RedisArgument[],
  ): Promise<ReplicatedReply> {
    if (this.#count === 0) {
      return { reply: await client.run(script, form, keys, args), isReplicated: true }
    }
    const wait = ['WAIT', String(this.#count), String(this.#timeout)]
    const [reply, replicas] = await client.runBefore(wait, script, form, keys, args)
    return { reply, isReplicated: Number(replicas) >= this.#count }
  }
}

/**
 * It is carried out, but could come undone: who asked must know.
 * @throws StoreUnavailableError with outcome `'applied'`
 */
export function requireReplicas(operation: string, isReplicated: boolean): void {
  if (!isReplicated) throw new StoreUnavailableError(operation, 'applied', 'NOREPLICAS')
}
