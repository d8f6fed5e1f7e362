import { type Duration, jsonCodec, type RepositoryOptions } from '@session/core'

export interface RedisRepositoryOptions extends RepositoryOptions {
  /**
   * Put before every key. Two applications that share a database need two.
   * @default 'spring:session'
   */
  namespace?: string
}

export interface RedisIndexedRepositoryOptions extends RedisRepositoryOptions {
  /**
   * How long a node may be cut off without missing an event.
   * @default '5m'
   */
  eventRetention?: Duration
}

export const redisRepositoryDefaults: Readonly<
  Required<Pick<RedisIndexedRepositoryOptions, 'namespace' | 'eventRetention'>>
> = { namespace: 'spring:session', eventRetention: '5m' }

/** Values come back as text or as bytes: the codec says which. */
export const formOf = (options: RepositoryOptions): 'text' | 'bytes' =>
  (options.codec ?? jsonCodec()).form
