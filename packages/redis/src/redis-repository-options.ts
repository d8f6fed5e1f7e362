import {
  type AttributeCodec,
  type Duration,
  InvalidOptionError,
  jsonCodec,
  type RepositoryOptions,
} from '@session/core'
import { milliseconds, oneOf, type StoreCall } from '@session/core/store'
import type { ExpirationStore } from './expiry/expiration-store.ts'
import { Replication, type WaitForReplicas } from './replication.ts'
import type { SessionMapper } from './session-mapper.ts'

export interface RedisRepositoryOptions extends RepositoryOptions {
  /**
   * Put before every key. Two applications that share a database need two.
   * @default 'spring:session'
   */
  namespace?: string
  /**
   * Reads hashes that are no complete session: foreign ones, or what a peer left of one. What it
   * returns replaces the hash, which is a session from then on; without it, or when it returns
   * nothing, there is no session, and the hash is removed.
   */
  mapper?: SessionMapper
  /**
   * For servers that refuse scripts whose keys are not declared: each script keeps to one session's
   * keys or to one other key, as on a Cluster, where that is always so. All nodes must agree.
   */
  declaredKeysOnly?: boolean
  /**
   * Deletions and changes of an id wait until so many replicas have them, so that they do not come
   * undone when one takes over. When too few say so in time, a deletion is carried out and rejects with
   * the outcome `'applied'`. Without it nothing waits. While it waits, so does the client's connection.
   */
  waitForReplicas?: WaitForReplicas
}

export interface RedisIndexedRepositoryOptions extends RedisRepositoryOptions {
  /**
   * How long a node may be cut off without missing an event; at least `'30s'`. So long the last
   * states of sessions stay in the stream.
   * @default '5m'
   */
  eventRetention?: Duration
  /**
   * Where your Java services look for sessions that end: Spring Session's default, or what they have
   * with its `SortedSetRedisSessionExpirationStore`. Both sides must have the same.
   * @default 'minute-buckets'
   */
  expirationStore?: ExpirationStore
  /**
   * `'auto'` turns Redis' keyspace notifications on where it may (`notify-keyspace-events` then holds
   * `Egx`), as Spring Session does: sessions that Java services end are announced at once. With
   * `'off'` the configuration is left alone, and no notification is listened to.
   * @default 'auto'
   */
  notifications?: Notifications
}

export type Notifications = 'auto' | 'off'

export const redisRepositoryDefaults: Readonly<
  Required<
    Pick<
      RedisIndexedRepositoryOptions,
      'namespace' | 'eventRetention' | 'expirationStore' | 'notifications'
    >
  >
> = {
  namespace: 'spring:session',
  eventRetention: '5m',
  expirationStore: 'minute-buckets',
  notifications: 'auto',
}

/** A connection that is dead without a sign is noticed after 10 s, and opened again. */
const SHORTEST_RETENTION = 30_000

/** The options of a store, validated and in the units that it works with. */
export interface RedisSettings {
  readonly form: AttributeCodec['form']
  readonly mapper: SessionMapper | undefined
  readonly replication: Replication
}

export interface RedisIndexedSettings extends RedisSettings {
  /** Milliseconds. */
  readonly eventRetention: number
  readonly expirationStore: ExpirationStore
  readonly notifications: Notifications
  /** Are values what a Java service reads? Then it is told of created sessions. */
  readonly isReadByJava: boolean
  /** How what happens outside of a call is judged. */
  readonly judge: () => Judgement
}

/** What a session is judged by: does it live, is a renewal due? */
export type Judgement = Omit<StoreCall, 'signal'>

/** @throws InvalidOptionError */
export function indexedSettings(options: RedisIndexedRepositoryOptions): RedisIndexedSettings {
  const { clock, absoluteTimeout, hashIds } = options
  const {
    expirationStore = redisRepositoryDefaults.expirationStore,
    notifications = redisRepositoryDefaults.notifications,
  } = options
  const absolute =
    absoluteTimeout === undefined || absoluteTimeout === 'never'
      ? undefined
      : milliseconds('absoluteTimeout', absoluteTimeout)
  return {
    ...settingsOf(options),
    eventRetention: eventRetentionOf(options),
    expirationStore: oneOf('expirationStore', expirationStore, ['minute-buckets', 'sorted-set']),
    notifications: oneOf('notifications', notifications, ['auto', 'off']),
    isReadByJava: hashIds !== true && writesTypedJson(options),
    judge: () => ({ now: clock?.now(), absoluteTimeout: absolute, touchInterval: undefined }),
  }
}

/** @throws InvalidOptionError */
export const settingsOf = (options: RedisRepositoryOptions): RedisSettings => ({
  form: formOf(options),
  mapper: mapperOf(options),
  replication: new Replication(options.waitForReplicas),
})

function mapperOf({ mapper }: RedisRepositoryOptions): SessionMapper | undefined {
  if (mapper === undefined || typeof mapper === 'function') return mapper
  throw new InvalidOptionError('mapper', mapper, 'Pass a function.')
}

function eventRetentionOf(options: RedisIndexedRepositoryOptions): number {
  const { eventRetention = redisRepositoryDefaults.eventRetention } = options
  const retention = milliseconds('eventRetention', eventRetention)
  if (retention >= SHORTEST_RETENTION) return retention
  throw new InvalidOptionError('eventRetention', eventRetention, "Use at least '30s'.")
}

/** A codec of the user's own may wrap `jacksonCodec()`, or encrypt what it writes: one value tells. */
function writesTypedJson({ codec }: RepositoryOptions): boolean {
  try {
    return codec?.encode([], { attribute: 'probe' }) === '["java.util.ArrayList",[]]'
  } catch {
    return false
  }
}

/**
 * Values come back as text or as bytes: the codec says which.
 * @throws InvalidOptionError
 */
function formOf({ codec = jsonCodec() }: RepositoryOptions): 'text' | 'bytes' {
  if (codec.numbers === 'decimal') return codec.form
  throw new InvalidOptionError(
    'codec',
    `a codec with numbers: '${codec.numbers}'`,
    "Scripts read decimal numbers only: use a codec with numbers: 'decimal'.",
  )
}
