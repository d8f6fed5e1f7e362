import type { AttributeCodec } from '../codec/attribute-codec.ts'
import type { Clock } from '../expiry/clock.ts'
import type { IndexResolver } from '../index-resolver/index-resolver.ts'
import type { SaveMode } from '../repository/save-mode.ts'
import type { SessionIdGenerator } from './session-id-generator.ts'

/** What to do with stored bytes of an attribute that cannot be read. */
export type DecodeErrorPolicy = 'discard-attribute' | 'discard-session' | 'throw'

/** What all sessions of one repository have in common. */
export interface SessionRules {
  readonly codec: AttributeCodec
  readonly saveMode: SaveMode
  readonly clock: Clock
  /** Milliseconds from creation; `undefined` = none. */
  readonly absoluteTimeout: number | undefined
  readonly idGenerator: SessionIdGenerator
  readonly indexResolver: IndexResolver
  readonly onDecodeError: DecodeErrorPolicy
  /** The key under which the store knows an id. */
  keyOf(id: string): string
}
