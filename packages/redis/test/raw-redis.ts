import type { EncodedValue } from '@session/core'
import type { RawSession, RawStore } from '@session/testing'
import type { Cluster, Redis } from 'ioredis'

const NUMBERS = ['creationTime', 'lastAccessedTime', 'maxInactiveInterval'] as const
const ATTRIBUTE = 'sessionAttr:'
const GRACE = 300_000
const MINUTE = 60_000

interface RawRedisOptions {
  readonly form?: 'text' | 'bytes'
  readonly calls?: () => number
  /** Are the keys below `node:` spread over slots, as on a Cluster? */
  readonly spansSlots?: boolean
}

/** What lies in Redis under one namespace, through a client that knows nothing of the repositories. */
export function rawRedis(
  redis: Redis | Cluster,
  namespace: string,
  { form = 'text', calls, spansSlots = redis.isCluster }: RawRedisOptions = {},
): RawStore & { allKeys(): Promise<string[]> } {
  const hash = (id: string): string => `${namespace}:sessions:${id}`
  const shadow = (id: string): string => `${namespace}:sessions:expires:${id}`
  const tag = spansSlots ? `:{${namespace}}` : ''
  const expirations = `${namespace}:node:expirations${tag}`
  const events = `${namespace}:node:events${tag}`
  const claim = `${namespace}:node:id-change:`
  const list = `${namespace}:node:indexes:{`
  const everyKey = async (): Promise<string[]> => {
    const nodes = 'nodes' in redis ? redis.nodes('master') : [redis]
    const keys = await Promise.all(nodes.map((node) => node.keys(`${namespace}:*`)))
    return keys.flat().sort()
  }
  const bucket = (end: number): string =>
    `${namespace}:expirations:${(Math.floor(end / MINUTE) + 1) * MINUTE}`
  const isTombstone = async (key: string): Promise<boolean> =>
    (await redis.type(key)) === 'hash' && (await redis.hexists(key, 'ended')) === 1

  /** Everything but what stays for a while by design: the stream of events, and tombstones. */
  const allKeys = async (): Promise<string[]> => {
    const keys: string[] = []
    for (const key of await everyKey()) {
      if (key === events || key.startsWith(claim) || (await isTombstone(key))) continue
      // Beside a tombstone lies the list of where it was found.
      if (!key.startsWith(list) || (await redis.pttl(key)) < 0) keys.push(key)
    }
    return keys
  }

  return {
    allKeys,

    async read(id): Promise<RawSession | undefined> {
      const fields = await redis.hgetallBuffer(hash(id))
      if (fields.creationTime === undefined || fields.ended !== undefined) return undefined
      const [creationTime, lastAccessedTime, maxInactiveInterval] = NUMBERS.map((name) =>
        Number(fields[name]),
      ) as [number, number, number]
      const attributes = new Map<string, EncodedValue>()
      for (const [name, value] of Object.entries(fields)) {
        if (!name.startsWith(ATTRIBUTE)) continue
        attributes.set(name.slice(ATTRIBUTE.length), form === 'text' ? value.toString() : value)
      }
      return { creationTime, lastAccessedTime, maxInactiveInterval, attributes }
    },

    async keys() {
      const keys = (await allKeys()).filter((key) => key.startsWith(hash('')))
      return keys.map((key) => key.slice(hash('').length)).filter((id) => !id.includes(':'))
    },

    async write(id, attribute, value) {
      await redis.hset(
        hash(id),
        ATTRIBUTE + attribute,
        typeof value === 'string' ? value : Buffer.from(value),
      )
    },

    async age(id, milliseconds) {
      await redis.hincrby(hash(id), 'creationTime', -milliseconds)
      await redis.hincrby(hash(id), 'lastAccessedTime', -milliseconds)
      const before = await redis.zscore(expirations, id)
      if (before === null || before === 'inf') return
      // A reservation has half a millisecond.
      const end = Math.floor(Number(before)) - milliseconds
      const member = `"expires:${id}"`
      await redis.zincrby(expirations, -milliseconds, id)
      await redis.srem(bucket(Number(before)), member)
      await redis.sadd(bucket(end), member)
      await redis.pexpireat(shadow(id), end)
      await redis.pexpireat(bucket(end), Math.max(end, Date.now()) + GRACE)
      if (end + GRACE > Date.now()) await redis.pexpireat(hash(id), end + GRACE)
    },

    async dump() {
      const lines: string[] = []
      for (const key of await allKeys()) lines.push(`${key} ${await contentOf(redis, key)}`)
      return lines.join('\n')
    },

    async clear() {
      await Promise.all((await everyKey()).map((key) => redis.del(key)))
    },

    ...(calls === undefined ? {} : { calls }),
  }
}

async function contentOf(redis: Redis | Cluster, key: string): Promise<string> {
  switch (await redis.type(key)) {
    case 'hash':
      return JSON.stringify(Object.entries(await redis.hgetall(key)).sort())
    case 'set':
      return JSON.stringify((await redis.smembers(key)).sort())
    case 'zset':
      return JSON.stringify(await redis.zrange(key, '0', '-1', 'WITHSCORES'))
    default:
      return JSON.stringify(await redis.get(key))
  }
}
