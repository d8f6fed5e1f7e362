import { asBuffer } from './as-buffer.ts'
import { corkEachTurn } from './cork-each-turn.ts'
import { onceSlotMoved } from './once-slot-moved.ts'
import type { RedisArgument, RedisClient, RedisReply } from './redis-client.ts'
import { runScript } from './redis-script.ts'

/** The part of an ioredis client (5 or 6) that is called. */
export interface IoredisClient extends IoredisCommands {
  readonly isCluster?: boolean
  duplicate(override: BlockingReadOptions | ListeningOptions): IoredisClient
}

/** The same of its Cluster, which finds the server of a command by the command's key. */
export interface IoredisCluster extends IoredisCommands {
  readonly isCluster: boolean
  readonly options: IoredisCommands['options'] & { readonly redisOptions?: object | undefined }
  duplicate(nodes: [], override: ClusterOverride): IoredisCluster
}

interface IoredisCommands {
  readonly options: { readonly keyPrefix?: string | undefined }
  call(command: string, ...args: (string | Buffer)[]): Promise<unknown>
  callBuffer(command: string, ...args: (string | Buffer)[]): Promise<unknown>
  pipeline(): IoredisPipeline
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

interface IoredisPipeline {
  call(command: string, ...args: (string | Buffer)[]): unknown
  callBuffer(command: string, ...args: (string | Buffer)[]): unknown
  exec(): Promise<[error: Error | null, result: unknown][] | null>
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

interface ClusterOverride {
  readonly redisOptions: object
  readonly enableOfflineQueue: true
  readonly lazyConnect: false
}

export function fromIoredis(redis: IoredisClient | IoredisCluster): RedisClient {
  const cork = corkEachTurn(redis)
  const corked: typeof send = (...command) => {
    cork()
    return send(...command)
  }
  return {
    isCluster: isCluster(redis),
    command: (form, ...args) => corked(redis, form, args),
    run: (script, form, keys, args) =>
      runScript((...parts) => corked(redis, form, parts), script, keys, args),
    runBefore: (next, script, form, keys, args) =>
      runScript(
        (...parts) => onceSlotMoved(() => sendBefore(redis, form, parts, next)),
        script,
        keys,
        args,
      ),
    duplicate: () => {
      const own = duplicateOf(redis, forBlockingReads)
      // Without a listener it prints each failed attempt.
      own.on('error', () => undefined)
      return {
        command: (form, ...args) => send(own, form, args),
        close: () => own.disconnect(),
      }
    },
    listen: (channels, patterns, hear) => {
      const own = duplicateOf(redis, forListening)
      own.on('error', () => undefined)
      own.on('message', hear)
      own.on('pmessage', (_pattern, channel, message) => hear(channel, message))
      const start = async (): Promise<void> => {
        if (channels.length > 0) await own.subscribe(...channels)
        if (patterns.length > 0) await own.psubscribe(...patterns)
      }
      return { started: start(), close: () => own.disconnect() }
    },
  }
}

function duplicateOf(
  redis: IoredisClient | IoredisCluster,
  override: BlockingReadOptions | ListeningOptions,
): IoredisCommands {
  if (!isCluster(redis)) return redis.duplicate(override)
  const redisOptions = { ...redis.options.redisOptions, ...override }
  // A server that is lost is no reason to give up: another one may have taken its slots over.
  return redis.duplicate([], { redisOptions, enableOfflineQueue: true, lazyConnect: false })
}

const isCluster = (redis: IoredisClient | IoredisCluster): redis is IoredisCluster =>
  redis.isCluster === true

const send = (
  redis: IoredisCommands,
  form: 'text' | 'bytes',
  [command, ...args]: readonly RedisArgument[],
): Promise<RedisReply> =>
  redis[form === 'text' ? 'call' : 'callBuffer'](
    command as string,
    ...args.map(asBuffer),
  ) as Promise<RedisReply>

/** How often a pair of commands follows a slot that has moved. */
const REDIRECTIONS = 3

/** Single commands are sent again on the next connection, one by one; a pipeline is not. */
async function sendBefore(
  redis: IoredisCommands,
  form: 'text' | 'bytes',
  parts: readonly RedisArgument[],
  next: readonly string[],
  redirections: number = REDIRECTIONS,
): Promise<readonly [RedisReply, RedisReply]> {
  const [command, ...args] = parts.map(asBuffer)
  const [nextCommand, ...nextArgs] = next
  const pipeline = redis.pipeline()
  pipeline[form === 'text' ? 'call' : 'callBuffer'](command as string, ...args)
  pipeline.call(nextCommand as string, ...nextArgs)
  const [first, second] = (await pipeline.exec()) ?? []
  const error = first?.[0] ?? second?.[0]
  if (!error) return [first?.[1], second?.[1]] as [RedisReply, RedisReply]
  if (redirections === 0 || !error.message.startsWith('MOVED ')) throw error
  // A command with a key follows the slot, and the client remembers where it went.
  await redis.call('EXISTS', args[2] as string)
  return sendBefore(redis, form, parts, next, redirections - 1)
}
