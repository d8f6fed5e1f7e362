import type { RedisScript } from './redis-script.ts'

/** What Redis answers: text or bytes as asked for, numbers, and lists of them. */
export type RedisReply = string | Uint8Array | number | null | readonly RedisReply[]

export type RedisArgument = string | Uint8Array

/** The few things that this package asks of a client. Adapters translate, and nothing else. */
export interface RedisClient {
  /** Slots on several servers: a script reaches the keys of one slot, where its first key lies. */
  readonly isCluster: boolean
  /** One command, with text or bytes in its answer. On a Cluster it names its key. */
  command(form: 'text' | 'bytes', ...args: readonly RedisArgument[]): Promise<RedisReply>
  /** One script, in one round trip once the server knows it. */
  run(
    script: RedisScript,
    form: 'text' | 'bytes',
    keys: readonly string[],
    args: readonly RedisArgument[],
  ): Promise<RedisReply>
  /**
   * The same, and on the same connection behind it a command about what that connection has written.
   * If the connection is lost in between, it rejects: on another the answer would mean nothing.
   */
  runBefore(
    next: readonly string[],
    script: RedisScript,
    form: 'text' | 'bytes',
    keys: readonly string[],
    args: readonly RedisArgument[],
  ): Promise<readonly [reply: RedisReply, next: RedisReply]>
  /** A connection of its own, for reads that block: opened now, and once only. */
  duplicate(): RedisConnection
  /** Hears what is published, on a connection of its own, which the client renews when it is lost. */
  listen(
    channels: readonly string[],
    patterns: readonly string[],
    hear: (channel: string, message: string) => void,
  ): RedisSubscription
}

export interface RedisSubscription {
  /** Rejects when the server refuses. */
  readonly started: Promise<void>
  /** At once, also while the connection is being opened. Twice does no harm. */
  close(): void
}

export interface RedisConnection extends Pick<RedisClient, 'command'> {
  /** At once, also while a read blocks or the connection is being opened. Twice does no harm. */
  close(): void
}
