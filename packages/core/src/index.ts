// Repositories
export { MapSessionRepository, mapRepositoryDefaults } from './map/map-session-repository.ts'
export { PRINCIPAL_NAME_INDEX_NAME } from './repository/find-by-index-name-session-repository.ts'
export { repositoryDefaults } from './repository/repository-options.ts'

// Session ids
export { randomSessionIdGenerator, uuidSessionIdGenerator } from './session/session-id-generator.ts'

// Indexes
export { delegatingIndexResolver } from './index-resolver/delegating-index-resolver.ts'
export {
  principalNameIndexResolver,
  SPRING_SECURITY_CONTEXT,
} from './index-resolver/principal-name-index-resolver.ts'

// Codecs
export { jacksonCodec } from './codec/jackson-codec.ts'
export { jacksonCodecDefaults } from './codec/jackson-codec-options.ts'
export { jsonCodec } from './codec/json-codec.ts'
export { jsonCodecDefaults } from './codec/json-codec-options.ts'
export { UnknownTaggedValue } from './codec/unknown-tagged-value.ts'

// Errors
export { AttributeNotDecodableError } from './errors/attribute-not-decodable-error.ts'
export { AttributeNotStorableError } from './errors/attribute-not-storable-error.ts'
export { CallAbortedError } from './errors/call-aborted-error.ts'
export { ForeignSessionError } from './errors/foreign-session-error.ts'
export { IllegalStateError } from './errors/illegal-state-error.ts'
export { InvalidOptionError } from './errors/invalid-option-error.ts'
export { MissingAttributeError } from './errors/missing-attribute-error.ts'
export { RepositoryClosedError } from './errors/repository-closed-error.ts'
export { SessionError } from './errors/session-error.ts'
export { SessionGoneError } from './errors/session-gone-error.ts'
export { SessionIdTakenError } from './errors/session-id-taken-error.ts'
export { StoreFullError } from './errors/store-full-error.ts'
export { StoreTimeoutError } from './errors/store-timeout-error.ts'
export { StoreUnavailableError } from './errors/store-unavailable-error.ts'

// Types: the session
export type {
  AttributeName,
  AttributeView,
  OpenAttributes,
  SessionAttributes,
} from './session/attributes.ts'
export type { Session } from './session/session.ts'
export type { SessionIdGenerator } from './session/session-id-generator.ts'

// Types: repositories
export type { AsyncMap, AsyncMapValue } from './map/async-map.ts'
export type { MapRepositoryOptions } from './map/map-session-repository.ts'
export type { StoredSession } from './map/stored-session.ts'
export type { FindByIndexNameSessionRepository } from './repository/find-by-index-name-session-repository.ts'
export type { FlushMode } from './repository/flush-mode.ts'
export type { RepositoryOptions } from './repository/repository-options.ts'
export type { SaveMode } from './repository/save-mode.ts'
export type {
  CallOptions,
  FindOptions,
  SessionRepository,
} from './repository/session-repository.ts'

// Types: events
export type {
  SessionCreatedEvent,
  SessionDeletedEvent,
  SessionDestroyedEvent,
  SessionEvent,
  SessionEvents,
  SessionExpiredEvent,
  SessionGapEvent,
  SessionIdChangedEvent,
} from './events/session-event.ts'
export type {
  ListenerOptions,
  SessionEventSource,
  SessionListener,
} from './events/session-listener.ts'

// Types: what can be replaced
export type { AttributeCodec, CodecContext, EncodedValue } from './codec/attribute-codec.ts'
export type { JacksonCodecOptions } from './codec/jackson-codec.ts'
export type { JsonCodecOptions } from './codec/json-codec.ts'
export type { Clock } from './expiry/clock.ts'
export type { Duration, Interval } from './expiry/duration.ts'
export type { IndexableSession, IndexResolver } from './index-resolver/index-resolver.ts'
export type { DecodeErrorPolicy } from './session/session-rules.ts'

// Types: what is reported
export type {
  DecodeErrorMessage,
  SessionEventMessage,
  StoreCallMessage,
} from './diagnostics/channels.ts'
export type { Outcome, SessionErrorCode } from './errors/session-error.ts'
