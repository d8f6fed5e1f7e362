import { InvalidOptionError } from '@session/core'
import { asBuffer } from './as-buffer.ts'
import type { RedisArgument, RedisClient, RedisReply } from './redis-client.ts'
import { runScript } from './redis-script.ts'

/** The part of an ioredis client (5 or 6) that is called. */
export interface IoredisClient {
  readonly isCluster?: boolean
  readonly options: { readonly keyPrefix?: string | undefined }
  call(command: string, ...args: (string | Buffer)[]): Promise<unknown>
  callBuffer(command: string, ...args: (string | Buffer)[]): Promise<unknown>
  duplicate(override: BlockingReadOptions | ListeningOptions): IoredisClient
  subscribe(...channels: string[]): Promise<unknown>
  psubscribe(...patterns: string[]): Promise<unknown>
  disconnect(reconnect?: boolean): void
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'message', listener: (channel: string, message: string) => void): unknown
  on(
    event: 'pmessage',
    listener: (pattern: string, channel: string, message: string) => void,
  ): unknown
}

/**
 * A read that waits for news takes long, and begins before the connection is there. When the
 * connection is lost it must fail at once: whoever reads opens another.
 */
const forBlockingReads: BlockingReadOptions = {
  commandTimeout: undefined,
  socketTimeout: undefined,
  enableOfflineQueue: true,
  lazyConnect: false,
  retryStrategy: null,
}

interface BlockingReadOptions {
  readonly commandTimeout: undefined
  readonly socketTimeout: undefined
  readonly enableOfflineQueue: true
  readonly lazyConnect: false
  readonly retryStrategy: null
}

/** Subscribes when the connection is there, and again when it has been lost. */
const forListening: ListeningOptions = {
  enableOfflineQueue: true,
  lazyConnect: false,
  autoResubscribe: true,
  maxRetriesPerRequest: null,
}

interface ListeningOptions {
  readonly enableOfflineQueue: true
  readonly lazyConnect: false
  readonly autoResubscribe: true
  readonly maxRetriesPerRequest: null
}

/** @throws InvalidOptionError */
export function fromIoredis(redis: IoredisClient): RedisClient {
  if (redis.isCluster === true) {
    throw new InvalidOptionError('redis', 'a Cluster', 'Redis Cluster is not supported yet.')
  }
  if (redis.options?.keyPrefix) {
    const remedy = "Leave it out and set the repository's option 'namespace'."
    throw new InvalidOptionError('redis', 'a client with the option keyPrefix', remedy)
  }
  return {
    command: (form, ...args) => send(redis, form, args),
    run: (script, form, keys, args) =>
      runScript((...parts) => send(redis, form, parts), script, keys, args),
    duplicate: () => {
      const own = redis.duplicate(forBlockingReads)
      // Without a listener it prints each failed attempt.
      own.on('error', () => undefined)
      return {
        command: (form, ...args) => send(own, form, args),
        close: () => own.disconnect(),
      }
    },
    listen: (channels, patterns, hear) => {
      const own = redis.duplicate(forListening)
      own.on('error', () => undefined)
      own.on('message', hear)
      own.on('pmessage', (_pattern, channel, message) => hear(channel, message))
      const started = Promise.all([own.subscribe(...channels), own.psubscribe(...patterns)])
      return { started: started.then(() => undefined), close: () => own.disconnect() }
    },
  }
}

const send = (
  redis: IoredisClient,
  form: 'text' | 'bytes',
  [command, ...args]: readonly RedisArgument[],
): Promise<RedisReply> =>
  redis[form === 'text' ? 'call' : 'callBuffer'](
    command as string,
    ...args.map(asBuffer),
  ) as Promise<RedisReply>
