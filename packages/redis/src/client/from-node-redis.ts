import { InvalidOptionError } from '@session/core'
import { asBuffer } from './as-buffer.ts'
import type { RedisArgument, RedisClient, RedisReply } from './redis-client.ts'
import { runScript } from './redis-script.ts'

/** The part of a node-redis client (5 or 6) that is called. It must be connected. */
export interface NodeRedisClient {
  readonly isOpen: boolean
  sendCommand(
    args: readonly (string | Buffer)[],
    options?: { typeMapping?: Record<number, unknown> },
  ): Promise<unknown>
  duplicate(): NodeRedisClient
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

/**
 * For `redis` (node-redis), whose commands have another shape than ioredis's.
 * @throws InvalidOptionError
 */
export function fromNodeRedis(client: NodeRedisClient): RedisClient {
  if ('masters' in client) {
    throw new InvalidOptionError('redis', 'a cluster', 'Redis Cluster is not supported yet.')
  }
  return {
    command: (form, ...args) => send(client, form, args),
    run: (script, form, keys, args) =>
      runScript((...parts) => send(client, form, parts), script, keys, args),
    duplicate: () => {
      const own = client.duplicate()
      own.on('error', () => undefined)
      const connected = own.connect()
      connected.catch(() => undefined)
      return {
        command: (form, ...args) => connected.then(() => send(own, form, args)),
        // Version 5 throws when there is nothing to close.
        close: () => own.isOpen && own.destroy(),
      }
    },
    listen: (channels, patterns, hear) => {
      const own = client.duplicate()
      own.on('error', () => undefined)
      const turned = (message: string, channel: string): void => hear(channel, message)
      const start = async (): Promise<void> => {
        await own.connect()
        await Promise.all([
          own.subscribe([...channels], turned),
          own.pSubscribe([...patterns], turned),
        ])
      }
      return { started: start(), close: () => own.isOpen && own.destroy() }
    },
  }
}

const send = (
  client: NodeRedisClient,
  form: 'text' | 'bytes',
  args: readonly RedisArgument[],
): Promise<RedisReply> =>
  client.sendCommand(args.map(asBuffer), { typeMapping: TYPES[form] }) as Promise<RedisReply>
