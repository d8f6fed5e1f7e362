import { randomBytes, randomUUID } from 'node:crypto'
import { InvalidOptionError } from '../errors/invalid-option-error.ts'

/** Makes session ids. Must be unpredictable and never repeat; 20 to 128 of `A–Z a–z 0–9 - _`. */
export type SessionIdGenerator = () => string

const ID_BYTES = 27
/** Asking the system for randomness costs the same for one id and for many. */
const IDS_AT_ONCE = 64

/**
 * 27 random bytes as base64url: 36 characters, 216 bits. Exactly 36, because Spring Session's tables
 * hold `CHAR(36)` and would pad anything shorter.
 */
export function randomSessionIdGenerator(): SessionIdGenerator {
  let bytes = Buffer.alloc(0)
  let used = 0
  return () => {
    if (used === bytes.length) {
      bytes = randomBytes(IDS_AT_ONCE * ID_BYTES)
      used = 0
    }
    const id = bytes.toString('base64url', used, used + ID_BYTES)
    // What is the id of somebody's session must not stay in memory.
    bytes.fill(0, used, used + ID_BYTES)
    used += ID_BYTES
    return id
  }
}

/** Random UUIDs (122 bits), as Spring Session writes them. */
export function uuidSessionIdGenerator(): SessionIdGenerator {
  return () => randomUUID()
}

const WELL_FORMED = /^[A-Za-z0-9_-]{20,128}$/

/** Anything else never reaches a store: ids become part of keys, statements and channels. */
export function isWellFormedSessionId(id: unknown): id is string {
  return typeof id === 'string' && WELL_FORMED.test(id)
}

/** Refuses what a custom generator got wrong before it becomes somebody's session. */
export function generateSessionId(generator: SessionIdGenerator): string {
  const id: unknown = generator()
  if (!isWellFormedSessionId(id)) {
    throw new InvalidOptionError(
      'idGenerator',
      typeof id === 'string' ? `a string of ${id.length} characters` : typeof id,
      'It must return 20 to 128 characters of A–Z a–z 0–9 - _.',
    )
  }
  return id
}
