import { type RedisScript, redisScript } from '../client/redis-script.ts'
import type { ExpirationStore } from '../expiry/expiration-store.ts'
import { DUE_IN_MINUTE_BUCKETS, MINUTE_BUCKETS } from '../expiry/minute-buckets.ts'
import { DUE_IN_SORTED_SET, SORTED_SET } from '../expiry/sorted-set.ts'
import { CLAIM } from './claiming.ts'
import { ENDING, REMOVE } from './ending.ts'
import { CONTEXT, FILING } from './filing.ts'
import { FORGETTING, INDEXING, LOAD } from './indexing.ts'
import { PACKING } from './packing.ts'
import { NUMBERS, PRELUDE } from './prelude.ts'
import { readSession } from './read-session.ts'
import { COMPLETE, INSERT, UPDATE } from './saving.ts'
import { REMOVE_EXPIRED, REMOVE_EXPIRED_FOR_JAVA, SWEEP } from './sweeping.ts'
import { TELLING, TELLING_JAVA } from './telling.ts'

/** What the indexed store runs. Each begins with the arguments of `CLOCK` and `CONTEXT`. */
export interface IndexedScripts {
  /**
   * ARGV 7: id, 8: number of the database when Java is to be told, else empty, 9: number of index
   * keys, they, then fields and values. 1 = stored, 0 = taken.
   */
  readonly insert: RedisScript
  /** ARGV 7: id, 8: touch (1 or 0), 9: touch interval in ms or -1. The packed fields, or nothing. */
  readonly find: RedisScript
  /**
   * ARGV 7: id, 8: new id or empty, 9: renew access (1 or 0), 10: interval or empty, 11: number of
   * words on indexes, they (what the index's keys begin with, the key to leave, the key to enter, or
   * empty), number of fields and values, they, then removed names. 1 = stored, 0 = gone.
   */
  readonly update: RedisScript
  /** ARGV 7: id. The last state, for the one who removed it. Works without memory: DEL comes first. */
  readonly remove: RedisScript
  /** ARGV 7: id, then fields and values: what the incomplete hash is to be replaced by. */
  readonly complete: RedisScript
  /** KEYS: index. ARGV 7…: ids. For each its packed fields, or nothing; dead entries leave the index. */
  readonly load: RedisScript
  /**
   * ARGV 7: how many to look at. Returns how many were looked at, then id and last state in turn of
   * those that expired and that this call ended.
   */
  readonly removeExpired: RedisScript
  /** The same for what Java services look at, so that Redis tells them of what is due. */
  readonly removeExpiredForJava: RedisScript
  /**
   * ARGV 7…: in turn what a Java service said (created, deleted, expired or id-changed), of which id,
   * and its former id or empty.
   */
  readonly claim: RedisScript
}

const SESSION = "ARGV[3] .. ':sessions:' .. ARGV[7]"

function scriptsFor(expirations: string, due: string): IndexedScripts {
  const filing = `${CONTEXT}${expirations}${FILING}`
  const writing = `${PRELUDE}${filing}${INDEXING}`
  const ending = `${writing}${TELLING}${FORGETTING}${ENDING}`
  return {
    insert: redisScript(`${writing}${TELLING_JAVA}${INSERT}`),
    find: redisScript(readSession(SESSION, 8, `${NUMBERS}${filing}file(ARGV[7], t, previous)`)),
    update: redisScript(`${writing}${UPDATE}`),
    remove: redisScript(`${ending}${REMOVE}`),
    complete: redisScript(`${PRELUDE}${filing}${COMPLETE}`),
    load: redisScript(`${PRELUDE}${PACKING}${CONTEXT}${INDEXING}${LOAD}`),
    removeExpired: redisScript(`${ending}${SWEEP}${REMOVE_EXPIRED}`),
    removeExpiredForJava: redisScript(`${ending}${SWEEP}${due}${REMOVE_EXPIRED_FOR_JAVA}`),
    claim: redisScript(`${ending}${CLAIM}`),
  }
}

export const indexedScripts: Readonly<Record<ExpirationStore, IndexedScripts>> = {
  'minute-buckets': scriptsFor(MINUTE_BUCKETS, DUE_IN_MINUTE_BUCKETS),
  'sorted-set': scriptsFor(SORTED_SET, DUE_IN_SORTED_SET),
}
