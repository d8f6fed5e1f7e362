import { type AttributeCodec, jsonCodec } from '@session/core'

/** As an encrypting codec would: bytes that are no text, for values and for nothing else. */
export function bytesCodec(): AttributeCodec {
  const json = jsonCodec()
  const flip = (bytes: Uint8Array): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0xff))
  return {
    form: 'bytes',
    numbers: 'decimal',
    encode: (value, context) => flip(Buffer.from(json.encode(value, context) as string)),
    decode: (stored, context) =>
      json.decode(
        flip(typeof stored === 'string' ? Buffer.from(stored) : stored).toString(),
        context,
      ),
  }
}
