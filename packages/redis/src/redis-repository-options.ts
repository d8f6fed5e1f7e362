import { type Duration, InvalidOptionError, jsonCodec, type RepositoryOptions } from '@session/core'
import { milliseconds } from '@session/core/store'

export interface RedisRepositoryOptions extends RepositoryOptions {
  /**
   * Put before every key. Two applications that share a database need two.
   * @default 'spring:session'
   */
  namespace?: string
}

export interface RedisIndexedRepositoryOptions extends RedisRepositoryOptions {
  /**
   * How long a node may be cut off without missing an event; at least `'30s'`. So long the last
   * states of sessions stay in the stream.
   * @default '5m'
   */
  eventRetention?: Duration
}

export const redisRepositoryDefaults: Readonly<
  Required<Pick<RedisIndexedRepositoryOptions, 'namespace' | 'eventRetention'>>
> = { namespace: 'spring:session', eventRetention: '5m' }

/** A connection that is dead without a sign is noticed after 10 s, and opened again. */
const SHORTEST_RETENTION = 30_000

/**
 * Milliseconds.
 * @throws InvalidOptionError
 */
export function eventRetentionOf(options: RedisIndexedRepositoryOptions): number {
  const { eventRetention = redisRepositoryDefaults.eventRetention } = options
  const retention = milliseconds('eventRetention', eventRetention)
  if (retention >= SHORTEST_RETENTION) return retention
  throw new InvalidOptionError('eventRetention', eventRetention, "Use at least '30s'.")
}

/**
 * Values come back as text or as bytes: the codec says which.
 * @throws InvalidOptionError
 */
export function formOf({ codec = jsonCodec() }: RepositoryOptions): 'text' | 'bytes' {
  if (codec.numbers === 'decimal') return codec.form
  throw new InvalidOptionError(
    'codec',
    `a codec with numbers: '${codec.numbers}'`,
    "Scripts read decimal numbers only: use a codec with numbers: 'decimal'.",
  )
}
