// For authors of stores
export { milliseconds } from '../expiry/duration.ts'
export { expiresAt, isExpired, isTouchDue } from '../expiry/expiration.ts'
export { oneOf } from '../options/option-checks.ts'
export { EndClaims } from './end-claims.ts'
export { IndexedSessionRepository } from './indexed-session-repository.ts'
export { encodedAttributes } from './session-record.ts'
export { StoredSessionRepository } from './stored-session-repository.ts'

// Types
export type { SessionTimes } from '../expiry/expiration.ts'
export type { IndexedSessionStore } from './indexed-session-repository.ts'
export type { IndexChange, SessionDelta } from './session-delta.ts'
export type { EncodedAttributes, SessionRecord } from './session-record.ts'
export type { SessionStore, StoreCall, StoreEvent } from './session-store.ts'
