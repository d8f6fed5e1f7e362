import type { RedisClient } from '../client/redis-client.ts'
import { type ExpirationStore, GRACE } from '../expiry/expiration-store.ts'
import { ADD_TO_BUCKET } from '../scripts/cluster/sweep-slot.ts'
import { bucketMember, type ClusterKeys, member } from './cluster-keys.ts'
import type { Filing } from './filing.ts'

/** Where Java services look for sessions that end. Each promise is one command or script. */
export interface JavaExpirations {
  /** The session, which ended at `filing.previousEnd` before, ends at `filing.end` now; `undefined` = it is not to be looked for. */
  rearrange(id: string, filing: Filing): Promise<unknown>[]
}

export const javaExpirations = (
  store: ExpirationStore,
  client: RedisClient,
  keys: ClusterKeys,
): JavaExpirations =>
  store === 'sorted-set' ? sortedSet(client, keys) : minuteBuckets(client, keys)

const minuteBuckets = (client: RedisClient, keys: ClusterKeys): JavaExpirations => ({
  rearrange(id, { end, endOnServer, previousEnd }) {
    const [from, to] = [previousEnd, end].map((at) =>
      at === undefined ? undefined : keys.bucket(at),
    )
    if (from === to) return []
    const commands: Promise<unknown>[] = []
    if (from !== undefined) commands.push(client.command('text', 'SREM', from, bucketMember(id)))
    if (to !== undefined && endOnServer !== undefined) {
      // A bucket covers a minute, and stays as long as the hashes of those that it names.
      const args = [bucketMember(id), String(endOnServer + 60_000 + GRACE)]
      commands.push(client.run(ADD_TO_BUCKET, 'text', [to], args))
    }
    return commands
  },
})

const sortedSet = (client: RedisClient, keys: ClusterKeys): JavaExpirations => ({
  rearrange(id, { end, previousEnd }) {
    if (end === previousEnd) return []
    const key = keys.javaExpirations
    return end === undefined
      ? [client.command('text', 'ZREM', key, member(id))]
      : [client.command('text', 'ZADD', key, String(end), member(id))]
  },
})
