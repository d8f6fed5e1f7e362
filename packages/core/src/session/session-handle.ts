import { createHash } from 'node:crypto'

/** The first 27 bytes of SHA-256(id), base64url: 36 characters that name a session and open nothing. */
export function handleOf(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest().toString('base64url', 0, 27)
}

/**
 * With `hashIds` the store knows only handles, so a session that was found by index carries this
 * reference as its id. Repositories accept it; `~` is outside the alphabet of ids, so no id
 * resolver ever takes it from a client.
 */
export const HANDLE_REFERENCE = 'h~'
