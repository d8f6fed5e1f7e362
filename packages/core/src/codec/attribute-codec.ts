/** What an attribute looks like at rest. */
export type EncodedValue = string | Uint8Array

export interface CodecContext {
  /** The attribute's name, for error messages and for codecs that bind a value to its name. */
  readonly attribute: string
}

/**
 * How attribute values are written and read. Synchronous, because an attribute is decoded at the
 * moment it is read.
 *
 * A session's times and interval and the members of index sets never go through `encode`: stores
 * write them in the named form `numbers`, so that their scripts can read them. A codec that
 * encrypts therefore wraps attributes and nothing else.
 */
export interface AttributeCodec {
  /** Do values come out as text or as bytes? */
  readonly form: 'text' | 'bytes'
  /** How stores write numbers beside the attributes: decimal digits, or Java's serialized Long and Integer. */
  readonly numbers: 'decimal' | 'jdk'
  /**
   * Must give the same result for equal values, or every read object counts as changed.
   * @throws AttributeNotStorableError naming `context.attribute` when the value cannot be stored.
   */
  encode(value: unknown, context: CodecContext): EncodedValue
  /** @throws AttributeNotDecodableError when the stored bytes cannot be read. */
  decode(stored: EncodedValue, context: CodecContext): unknown
  /** The value as a tree of plain JSON values, for stores that keep documents. */
  toTree?(value: unknown, context: CodecContext): unknown
  fromTree?(tree: unknown, context: CodecContext): unknown
}
