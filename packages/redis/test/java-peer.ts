import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'

export interface JavaSession {
  readonly id: string
  readonly lastAccessedTime: number
  /** Seconds. */
  readonly interval: number
  readonly principal?: string
}

interface JavaPeerOptions {
  readonly namespace: string
  readonly database?: number
  /** Feeds the sorted set instead of the minute buckets. */
  readonly sortedSet?: boolean
}

interface JavaPeer {
  create(session?: Partial<JavaSession>): Promise<JavaSession>
  touch(session: JavaSession): Promise<JavaSession>
  changeId(session: JavaSession): Promise<JavaSession>
  deleteById(session: JavaSession): Promise<void>
  /** What its cleanup does at a full minute. */
  cleanUp(minute: number): Promise<void>
}

const PRINCIPAL =
  'org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME'
const GRACE = 300_000

/**
 * Sends what Spring Session 3.5's indexed repository was recorded to send, step by step and in that
 * order, with a JSON serializer: no transaction, no script, by its own clock.
 */
export function javaPeer(redis: Redis, options: JavaPeerOptions): JavaPeer {
  const { namespace, database = 0, sortedSet = false } = options
  const hash = (id: string): string => `${namespace}:sessions:${id}`
  const shadow = (id: string): string => `${namespace}:sessions:expires:${id}`
  const index = (name: string): string => `${namespace}:index:${PRINCIPAL}:${name}`
  const endOf = ({ lastAccessedTime, interval }: JavaSession): number =>
    lastAccessedTime + interval * 1000
  const bucketAt = (end: number): string =>
    `${namespace}:expirations:${(Math.floor(end / 60_000) + 1) * 60_000}`
  const sorted = `${namespace}:sessions:expirations`

  async function expireAt(session: JavaSession): Promise<void> {
    const { id, interval } = session
    await redis.append(shadow(id), '')
    await redis.pexpire(shadow(id), endOf(session) - Date.now())
    await redis.pexpire(hash(id), endOf(session) - Date.now() + GRACE)
    if (sortedSet) {
      await redis.zadd(sorted, endOf(session), `"${id}"`)
      return
    }
    await redis.pexpire(bucketAt(endOf(session)), interval * 1000 + GRACE)
    await redis.sadd(bucketAt(endOf(session)), `"expires:${id}"`)
  }

  async function unfile(session: JavaSession): Promise<void> {
    if (sortedSet) await redis.zrem(sorted, `"${session.id}"`)
    else await redis.srem(bucketAt(endOf(session)), `"expires:${session.id}"`)
  }

  return {
    async create({
      id = randomUUID(),
      lastAccessedTime = Date.now(),
      interval = 1800,
      ...rest
    } = {}) {
      const session = { id, lastAccessedTime, interval, ...rest }
      const fields = {
        lastAccessedTime: String(lastAccessedTime),
        maxInactiveInterval: String(interval),
        creationTime: String(lastAccessedTime),
        'sessionAttr:made': '"by Java"',
        ...(rest.principal && { [`sessionAttr:${PRINCIPAL}`]: JSON.stringify(rest.principal) }),
      }
      await redis.hmset(hash(id), fields)
      if (rest.principal) await redis.sadd(index(rest.principal), `"${id}"`)
      const message = {
        '@class': 'java.util.HashMap',
        ...fields,
        creationTime: ['java.lang.Long', lastAccessedTime],
      }
      await redis.publish(`${namespace}:event:${database}:created:${id}`, JSON.stringify(message))
      await expireAt(session)
      return session
    },

    async touch(session) {
      const touched = { ...session, lastAccessedTime: Date.now() }
      await redis.hmset(hash(session.id), { lastAccessedTime: String(touched.lastAccessedTime) })
      if (bucketAt(endOf(session)) !== bucketAt(endOf(touched))) await unfile(session)
      await expireAt(touched)
      return touched
    },

    async changeId(session) {
      const changed = { ...session, id: randomUUID() }
      await redis.rename(hash(session.id), hash(changed.id))
      await redis.rename(shadow(session.id), shadow(changed.id))
      const { principal } = session
      if (principal) await redis.srem(index(principal), `"${session.id}"`)
      if (principal) await redis.sadd(index(principal), `"${changed.id}"`)
      return changed
    },

    async deleteById(session) {
      const { id, lastAccessedTime, principal } = session
      await redis.hgetall(hash(id))
      if (principal) await redis.srem(index(principal), `"${id}"`)
      await unfile(session)
      await redis.del(shadow(id))
      await redis.hmset(hash(id), { maxInactiveInterval: '0' })
      await redis.del(shadow(id))
      await redis.pexpire(hash(id), GRACE)
      if (sortedSet) return
      await redis.pexpire(bucketAt(lastAccessedTime), GRACE)
      await redis.sadd(bucketAt(lastAccessedTime), `"expires:${id}"`)
    },

    async cleanUp(minute) {
      const bucket = `${namespace}:expirations:${minute}`
      const members = await redis.smembers(bucket)
      await redis.del(bucket)
      for (const member of members) {
        await redis.exists(`${namespace}:sessions:${JSON.parse(member) as string}`)
      }
    },
  }
}
