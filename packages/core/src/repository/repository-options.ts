import type { AttributeCodec } from '../codec/attribute-codec.ts'
import { jsonCodec } from '../codec/json-codec.ts'
import { InvalidOptionError } from '../errors/invalid-option-error.ts'
import { type Clock, systemClock } from '../expiry/clock.ts'
import { type Duration, type Interval, intervalSeconds, milliseconds } from '../expiry/duration.ts'
import type { IndexResolver } from '../index-resolver/index-resolver.ts'
import { principalNameIndexResolver } from '../index-resolver/principal-name-index-resolver.ts'
import { callable, flag, oneOf, withMethods } from '../options/option-checks.ts'
import { HANDLE_REFERENCE, handleOf } from '../session/session-handle.ts'
import {
  randomSessionIdGenerator,
  type SessionIdGenerator,
} from '../session/session-id-generator.ts'
import type { DecodeErrorPolicy, SessionRules } from '../session/session-rules.ts'
import type { FlushMode } from './flush-mode.ts'
import type { SaveMode } from './save-mode.ts'

/** What is stored, and for how long. How the id travels is the HTTP filter's business. */
export interface RepositoryOptions {
  /**
   * How long a session may stay unused. Each session can set its own.
   * @default '30m'
   */
  maxInactiveInterval?: Interval
  /**
   * How long a session may live, however busy. Computed from its creation time on each read and
   * sweep; nothing extra is stored, so a Java peer does not know it.
   * @default 'never'
   */
  absoluteTimeout?: Interval
  /**
   * Reads renew the access time at most this often; `0` = each time, which costs a write on every read.
   * @default the smaller of 1 s and 1 % of the session's interval
   */
  touchInterval?: Duration | 0
  /**
   * Which attributes a save writes.
   * @default 'on-change'
   */
  saveMode?: SaveMode
  /**
   * When changes are sent to the store.
   * @default 'on-save'
   */
  flushMode?: FlushMode
  /**
   * How attribute values are written and read.
   * @default jsonCodec()
   */
  codec?: AttributeCodec
  /**
   * Under which names a session can be found.
   * @default principalNameIndexResolver()
   */
  indexResolver?: IndexResolver
  /**
   * Store SHA-256 of the id instead of the id: who reads the database can open no session. A Java
   * peer cannot share such a store.
   * @default false
   */
  hashIds?: boolean
  /**
   * What to do when an attribute's stored bytes cannot be read: take that attribute for missing (its
   * bytes are kept), give the whole session up, or throw at the read.
   * @default 'discard-attribute'
   */
  onDecodeError?: DecodeErrorPolicy
  /**
   * Every call of the store ends by then, whatever the driver does.
   * @default '2s'
   */
  storeTimeout?: Duration
  /**
   * How often expired sessions are removed and announced; `false` = not by this process.
   * @default '60s'
   */
  cleanupInterval?: Duration | false
  /**
   * For tests: decides everywhere, in the store too.
   * @default the system's clock, and the store's own where it has one
   */
  clock?: Clock
  /**
   * Makes session ids.
   * @default randomSessionIdGenerator()
   */
  idGenerator?: SessionIdGenerator
  /**
   * Hears of errors that event listeners throw or reject with. They never reach the operation that
   * the event tells of.
   * @default a process warning
   */
  onListenerError?: (error: unknown, type: string) => void
}

export const repositoryDefaults: Readonly<
  Required<
    Pick<
      RepositoryOptions,
      | 'maxInactiveInterval'
      | 'absoluteTimeout'
      | 'saveMode'
      | 'flushMode'
      | 'hashIds'
      | 'onDecodeError'
      | 'storeTimeout'
      | 'cleanupInterval'
    >
  >
> = {
  maxInactiveInterval: '30m',
  absoluteTimeout: 'never',
  saveMode: 'on-change',
  flushMode: 'on-save',
  hashIds: false,
  onDecodeError: 'discard-attribute',
  storeTimeout: '2s',
  cleanupInterval: '60s',
}

/** The options after validation, durations in milliseconds. */
export interface RepositorySettings {
  readonly rules: SessionRules
  readonly flushMode: FlushMode
  /** Seconds; negative = never. */
  readonly maxInactiveInterval: number
  readonly touchInterval: number | undefined
  readonly hashIds: boolean
  readonly storeTimeout: number
  readonly cleanupInterval: number | undefined
  /** The injected clock; `undefined` leaves the judgement to the store's own. */
  readonly storeClock: Clock | undefined
  readonly onListenerError: (error: unknown, type: string) => void
}

export function repositorySettings(options: RepositoryOptions): RepositorySettings {
  const merged = { ...repositoryDefaults, ...withoutUndefined(options) }
  const { codec = jsonCodec(), indexResolver = principalNameIndexResolver() } = merged
  const { onListenerError = warn } = merged
  const { clock = systemClock, idGenerator = randomSessionIdGenerator() } = merged
  const absolute = merged.absoluteTimeout
  const touch = merged.touchInterval
  const cleanup = merged.cleanupInterval
  return {
    rules: {
      codec: withMethods('codec', codec, ['encode', 'decode']),
      saveMode: oneOf('saveMode', merged.saveMode, [
        'on-change',
        'on-set-attribute',
        'on-get-attribute',
        'always',
      ]),
      clock: withMethods('clock', clock, ['now']),
      absoluteTimeout:
        absolute === 'never' ? undefined : positive('absoluteTimeout', absolute, milliseconds),
      idGenerator: callable('idGenerator', idGenerator),
      indexResolver: withMethods('indexResolver', indexResolver, ['resolveIndexesFor']),
      onDecodeError: oneOf('onDecodeError', merged.onDecodeError, [
        'discard-attribute',
        'discard-session',
        'throw',
      ]),
      keyOf: merged.hashIds ? hashedKey : (id) => id,
    },
    flushMode: oneOf('flushMode', merged.flushMode, ['on-save', 'immediate']),
    maxInactiveInterval: optionInterval(merged.maxInactiveInterval),
    touchInterval:
      touch === undefined ? undefined : touch === 0 ? 0 : milliseconds('touchInterval', touch),
    hashIds: flag('hashIds', merged.hashIds),
    storeTimeout: positive('storeTimeout', merged.storeTimeout, milliseconds),
    cleanupInterval:
      cleanup === false ? undefined : positive('cleanupInterval', cleanup, milliseconds),
    storeClock: merged.clock,
    onListenerError: callable('onListenerError', onListenerError),
  }
}

const hashedKey = (id: string): string =>
  id.startsWith(HANDLE_REFERENCE) ? id.slice(HANDLE_REFERENCE.length) : handleOf(id)

function warn(error: unknown, type: string): void {
  const reason = error instanceof Error ? error : new Error(String(error))
  process.emitWarning(`A listener of the session event '${type}' failed: ${reason.stack}`, {
    type: 'SessionListenerWarning',
  })
}

/** An option given as `undefined` means its default. */
function withoutUndefined(options: RepositoryOptions): RepositoryOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}

/** A bare number is a guess between Express's milliseconds and Spring's seconds: refused here. */
function optionInterval(interval: Interval): number {
  if (interval !== 'never') milliseconds('maxInactiveInterval', interval)
  return intervalSeconds('maxInactiveInterval', interval)
}

/** setTimeout fires at once beyond 2^31 − 1 ms. */
const LONGEST_TIMER = 2_147_483_647

function positive(
  option: string,
  duration: Duration,
  parse: (option: string, duration: Duration) => number,
): number {
  const value = parse(option, duration)
  const isTimer = option !== 'absoluteTimeout'
  if (value > 0 && !(isTimer && value > LONGEST_TIMER)) return value
  throw new InvalidOptionError(
    option,
    duration,
    isTimer ? "Use more than 0 and at most '24d'." : "Use more than 0, or 'never'.",
  )
}
