import { asBuffer } from './as-buffer.ts'
import { onceSlotMoved } from './once-slot-moved.ts'
import { ownCluster, ownConnection } from './own-connection.ts'
import type { RedisArgument, RedisClient, RedisReply } from './redis-client.ts'
import { runScript } from './redis-script.ts'

/** The part of a node-redis client (5 or 6) that is called. It must be connected. */
export interface NodeRedisClient extends NodeRedisConnection {
  readonly isReady: boolean
  sendCommand(
    args: readonly (string | Buffer)[],
    options?: { typeMapping?: Record<number, unknown> },
  ): Promise<unknown>
  duplicate(): NodeRedisClient
  on(event: 'ready', listener: () => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
}

/** The same of its cluster, which is told the key that decides where a command goes. */
export interface NodeRedisCluster extends NodeRedisConnection {
  readonly masters: readonly unknown[]
  sendCommand(
    firstKey: string | Buffer | undefined,
    isReadonly: boolean | undefined,
    args: (string | Buffer)[],
    options?: { typeMapping?: Record<number, unknown> },
  ): Promise<unknown>
  duplicate(): NodeRedisCluster
}

interface NodeRedisConnection {
  readonly isOpen: boolean
  connect(): Promise<unknown>
  subscribe(channels: string[], hear: (message: string, channel: string) => void): Promise<unknown>
  pSubscribe(patterns: string[], hear: (message: string, channel: string) => void): Promise<unknown>
  destroy(): void
  on(event: 'error', listener: (error: Error) => void): unknown
}

/** The first byte of a reply in RESP names its type; what a client maps it to is the user's to set. */
const BULK_STRING = 36
const MAP = 37
const TYPES = {
  text: { [BULK_STRING]: String, [MAP]: Array },
  bytes: { [BULK_STRING]: Buffer, [MAP]: Array },
} as const

/** For `redis` (node-redis), whose commands have another shape than ioredis's. */
export function fromNodeRedis(client: NodeRedisClient | NodeRedisCluster): RedisClient {
  return {
    isCluster: isCluster(client),
    command: (form, ...args) => send(client, form, args),
    run: (script, form, keys, args) =>
      runScript(
        (...parts) => onceSlotMoved(() => send(client, form, parts, keys[0])),
        script,
        keys,
        args,
      ),
    // Written together; what has no answer when the connection is lost is rejected, never sent again.
    runBefore: (next, script, form, keys, args) =>
      runScript(
        (...parts) =>
          onceSlotMoved(() =>
            Promise.all([send(client, form, parts, keys[0]), send(client, 'text', next, keys[0])]),
          ),
        script,
        keys,
        args,
      ),
    duplicate: () => {
      const own = client.duplicate()
      const { connected, close } = isCluster(own) ? ownCluster(own) : ownConnection(own)
      return { command: (form, ...args) => connected.then(() => send(own, form, args)), close }
    },
    listen: (channels, patterns, hear) => {
      const own = client.duplicate()
      const { connected, close } = isCluster(own) ? ownCluster(own) : ownConnection(own)
      const turned = (message: string, channel: string): void => hear(channel, message)
      const started = connected.then(async () => {
        if (channels.length > 0) await own.subscribe([...channels], turned)
        if (patterns.length > 0) await own.pSubscribe([...patterns], turned)
      })
      return { started, close }
    },
  }
}

const isCluster = (client: NodeRedisClient | NodeRedisCluster): client is NodeRedisCluster =>
  'masters' in client

function send(
  client: NodeRedisClient | NodeRedisCluster,
  form: 'text' | 'bytes',
  args: readonly RedisArgument[],
  key: RedisArgument | undefined = keyOf(args),
): Promise<RedisReply> {
  const words = args.map(asBuffer)
  const options = { typeMapping: TYPES[form] }
  const reply = isCluster(client)
    ? client.sendCommand(key === undefined ? key : asBuffer(key), false, words, options)
    : client.sendCommand(words, options)
  return reply as Promise<RedisReply>
}

/** The key of a command that is no script: of `XREAD` it stands behind its options. */
const keyOf = (args: readonly RedisArgument[]): RedisArgument | undefined =>
  args[args[0] === 'XREAD' ? args.indexOf('STREAMS') + 1 : 1]
