import type { AttributeCodec } from '@session/core'
import { EndClaims } from '@session/core/store'
import type { RedisArgument, RedisClient, RedisReply } from './client/redis-client.ts'
import type { RedisScript } from './client/redis-script.ts'
import type { RedisKeys } from './keys.ts'
import { asStoreError } from './redis-error.ts'
import type { Judgement, RedisIndexedSettings } from './redis-repository-options.ts'
import { clockOf } from './redis-store.ts'
import { requireReplicas } from './replication.ts'

export interface RunOptions {
  /** The first says where on a Cluster it runs. */
  readonly keys?: readonly string[]
  readonly claim?: string
  /** In which form values are answered; the codec's by default. */
  readonly form?: AttributeCodec['form']
  /** Must replicas have it? */
  readonly replicated?: boolean
}

/** Runs the scripts of the indexed store with what each of them begins with: see `CLOCK` and `CONTEXT`. */
export class IndexedScriptRunner {
  readonly #client: RedisClient
  readonly #keys: RedisKeys
  readonly #settings: RedisIndexedSettings
  readonly #node: string

  constructor(client: RedisClient, keys: RedisKeys, settings: RedisIndexedSettings, node: string) {
    this.#client = client
    this.#keys = keys
    this.#settings = settings
    this.#node = node
  }

  async run(
    operation: string,
    script: RedisScript,
    call: Judgement,
    args: readonly RedisArgument[],
    options: RunOptions = {},
  ): Promise<RedisReply> {
    const { eventRetention, replication } = this.#settings
    const { keys = [this.#keys.events], form = this.#settings.form } = options
    const { claim = EndClaims.ALWAYS, replicated = false } = options
    const context = [this.#keys.namespace, this.#node, String(eventRetention), claim]
    const all = [...clockOf(call), ...context, ...args]
    try {
      if (!replicated) return await this.#client.run(script, form, keys, all)
      const { reply, isReplicated } = await replication.run(this.#client, script, form, keys, all)
      requireReplicas(operation, isReplicated)
      return reply
    } catch (error) {
      throw asStoreError(operation, error)
    }
  }
}
