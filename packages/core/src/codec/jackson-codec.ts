import { AttributeNotDecodableError } from '../errors/attribute-not-decodable-error.ts'
import type { AttributeCodec } from './attribute-codec.ts'
import type { JacksonCodecOptions } from './jackson-codec-options.ts'
import { JacksonParser } from './jackson-parser.ts'
import { JacksonReader } from './jackson-reader.ts'
import { JacksonWriter } from './jackson-writer.ts'
import { type JsonLimits, jsonLimits } from './json-codec-options.ts'
import { storedText } from './stored-text.ts'
import { tooLong } from './write-guard.ts'

export type { JacksonCodecOptions } from './jackson-codec-options.ts'

/**
 * Attributes as the JSON that Spring Session reads and writes when a typing Jackson mapper is its
 * serializer: `RedisSerializer.json()`, or a mapper with Spring Security's modules. What is written
 * is what each of them reads.
 *
 * | value | stored as | Java reads |
 * | --- | --- | --- |
 * | string, boolean, `null` | plain | String, Boolean, null |
 * | safe whole number | `42`, `1700000000000` | Integer, Long |
 * | other finite number | `1.5`, `-0.0`, `9.007199254740992e+15` | Double |
 * | `bigint` beyond ±(2^53 − 1), at most 1000 digits | `9007199254740993` | Long, BigInteger |
 * | array | `["java.util.ArrayList",[1,"b"]]` | ArrayList |
 * | object | `{"@class":"java.util.LinkedHashMap","a":1}` | LinkedHashMap |
 * | `Date` | `["java.util.Date",1700000000123]` | Date |
 * | `Set` | `["java.util.Collections$UnmodifiableSet",["a"]]` | a Set that cannot be changed |
 *
 * All of these come back equal. A property that is `undefined` is left out. Refused, since no JSON
 * of them is read by every such mapper: `undefined` in arrays and Sets, `NaN`, `Infinity`, a `bigint`
 * that a number can hold, an invalid `Date`, `Map`, bytes, and a property named `@class`. Objects with
 * `toJSON()`, instances of classes, cycles and functions are treated as `jsonCodec` does.
 *
 * | Java stored | read as |
 * | --- | --- |
 * | Integer, Long, Short, Byte, Double, Float | number; a whole one beyond ±(2^53 − 1) as `bigint` |
 * | BigInteger | `bigint`; without its type (above) as any whole number |
 * | BigDecimal | string, digit for digit: `'12.50'` |
 * | Date, Calendar, Timestamp, Instant | `Date`, whole milliseconds; an Instant without type as it is |
 * | enum, UUID, URI, Locale, LocalDate and the like | the string, number or array that was stored |
 * | byte[] | `Uint8Array` where it has its type, else a Base64 string |
 * | List, array, Queue / Set / Map | array / `Set` / plain object |
 * | an object of any class, SecurityContextImpl included | plain object, without `@class` |
 * | nothing at all (no bytes) | `null` |
 *
 * What Java stored keeps its types: change the value that you read, and everything else in it is
 * written as Java wrote it, down to the Long and the `3.0` beside your change. The types belong to
 * the objects read, so a copy (`{ ...cart }`) is an object without one, a LinkedHashMap to Java.
 * Arrays and objects that stand there without a type (`List.of`, plain JSON) are read, too, though
 * Java cannot, and written with one.
 *
 * @throws InvalidOptionError
 */
export function jacksonCodec(options: JacksonCodecOptions = {}): AttributeCodec {
  const limits = jsonLimits('jacksonCodec', options)
  return {
    form: 'text',
    numbers: 'decimal',
    encode: (value, { attribute }) => encode(value, limits, attribute),
    decode: (stored, { attribute }) => decode(stored, limits, attribute),
  }
}

function encode(value: unknown, limits: JsonLimits, attribute: string): string {
  const text = new JacksonWriter(limits, attribute).write(value)
  if (text.length > limits.maxLength) throw tooLong('jacksonCodec', attribute, limits.maxLength)
  return text
}

function decode(stored: unknown, limits: JsonLimits, attribute: string): unknown {
  const text = storedText(stored, limits.maxLength)
  if (typeof text !== 'string') throw new AttributeNotDecodableError(attribute, text.reason)
  if (text === '') return null
  const reader = new JacksonReader(attribute)
  const value = reader.read(new JacksonParser(text, limits.maxDepth, attribute).parse())
  if (reader.hasUntyped) refuseUnwritable(value, limits, attribute)
  return value
}

/** What is compared with its stored text when it was read must never be too large to be written. */
function refuseUnwritable(value: unknown, limits: JsonLimits, attribute: string): void {
  try {
    encode(value, limits, attribute)
  } catch {
    const reason = 'with the Java types that it lacks it is above maxDepth or maxLength.'
    throw new AttributeNotDecodableError(attribute, reason)
  }
}
