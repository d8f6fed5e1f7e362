import { types } from 'node:util'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Why a stored value is not read at all. */
export type NoText = { readonly reason: string }

/** Stored text, also when a driver hands it out as UTF-8 bytes, if it is not longer than allowed. */
export function storedText(stored: unknown, maxLength: number): string | NoText {
  const tooLong = { reason: `it is longer than ${maxLength} characters (maxLength).` }
  // One UTF-16 code unit takes three bytes at most.
  if (types.isUint8Array(stored) && stored.byteLength > maxLength * 3) return tooLong
  const text = types.isUint8Array(stored) ? decodeUtf8(stored) : stored
  if (typeof text !== 'string') return { reason: 'it is neither text nor UTF-8 bytes.' }
  return text.length > maxLength ? tooLong : text
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}
