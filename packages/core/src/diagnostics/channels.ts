import { type Channel, channel } from 'node:diagnostics_channel'
import type { Outcome } from '../errors/session-error.ts'

/**
 * What the library reports through `node:diagnostics_channel`. It has no logger: subscribe and log,
 * count or trace as you like. No message holds a session id or an attribute's value.
 */
export interface StoreCallMessage {
  readonly operation: string
  /** Milliseconds. */
  readonly duration: number
  /** `'ok'`, or what is known of a failed call. */
  readonly outcome: 'ok' | Outcome
}

export interface SessionEventMessage {
  readonly type: string
  readonly handle: string
  readonly local: boolean
}

export interface DecodeErrorMessage {
  readonly handle: string
  readonly attribute: string
}

/** `@session/core:store-call`: every call of a store, when it ended. */
export const storeCallChannel: Channel = channel('@session/core:store-call')
/** `@session/core:session-event`: every event that this process delivered to its listeners. */
export const sessionEventChannel: Channel = channel('@session/core:session-event')
/** `@session/core:decode-error`: an attribute whose stored bytes could not be read. */
export const decodeErrorChannel: Channel = channel('@session/core:decode-error')
