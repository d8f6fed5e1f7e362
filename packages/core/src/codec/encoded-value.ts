import type { EncodedValue } from './attribute-codec.ts'

/** Do both say the same, byte for byte? Text never equals bytes, and nothing equals only nothing. */
export function sameEncodedValue(
  a: EncodedValue | undefined,
  b: EncodedValue | undefined,
): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b
  return a.length === b.length && Buffer.compare(a, b) === 0
}
