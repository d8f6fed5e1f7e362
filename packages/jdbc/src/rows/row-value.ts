import type { AttributeCodec, EncodedValue } from '@session/core'

/** A number as drivers hand it out: BIGINT also as text or as bigint. NaN for anything else. */
export function numberOf(value: unknown): number {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : Number.NaN
  if (typeof value === 'bigint') return numberOf(Number(value))
  return typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : Number.NaN
}

/** A blob as drivers hand it out, in the codec's form. `undefined` for what is no blob. */
export function encodedValueOf(
  value: unknown,
  form: AttributeCodec['form'],
): EncodedValue | undefined {
  if (typeof value === 'string') return form === 'text' ? value : Buffer.from(value)
  const bytes = bytesOf(value)
  return bytes !== undefined && form === 'text' ? bytes.toString() : bytes
}

/** As one kind of bytes, over the same memory. */
export function bytesOf(value: unknown): Buffer | undefined {
  if (Buffer.isBuffer(value)) return value
  if (value instanceof ArrayBuffer) return Buffer.from(value)
  if (ArrayBuffer.isView(value)) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  }
  return undefined
}
