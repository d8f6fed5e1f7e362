import { AttributeNotDecodableError } from '../errors/attribute-not-decodable-error.ts'
import { AttributeNotStorableError } from '../errors/attribute-not-storable-error.ts'
import type { AttributeCodec } from './attribute-codec.ts'
import { type JsonCodecOptions, type JsonLimits, jsonLimits } from './json-codec-options.ts'
import { hasFewBrackets, isNestedDeeper } from './json-nesting.ts'
import { plainJson } from './plain-json.ts'
import { storedText } from './stored-text.ts'
import { TreeReader } from './tree-reader.ts'
import { TreeWriter } from './tree-writer.ts'
import { tooLong } from './write-guard.ts'

export type { JsonCodecOptions } from './json-codec-options.ts'

/**
 * Attributes as JSON. Plain values are stored exactly as `JSON.stringify` writes them; what JSON
 * lacks is tagged by an object with one key:
 *
 * | value | stored as |
 * | --- | --- |
 * | `Date` | `{"$date":"2026-01-31T12:00:00.000Z"}`, an invalid one `{"$date":null}` |
 * | `Map`, `Set` | `{"$map":[[key,value]]}`, `{"$set":[value]}` |
 * | `bigint` of at most 10 000 digits | `{"$bigint":"42"}` |
 * | `Uint8Array`, `Buffer` | `{"$bytes":"AQI="}`, read as `Uint8Array` |
 * | `undefined`, a hole in an array | `{"$undefined":true}` |
 * | `NaN`, `Infinity`, `-Infinity`, `-0` | `{"$number":"NaN"}` |
 * | your own `{"$date":1}` | `{"$$date":1}` |
 *
 * Objects with `toJSON()` are stored as what it returns, other instances of a class as their own
 * enumerable properties; both are read as plain objects. Properties named by symbols are not
 * stored. Objects that appear twice are stored twice; cycles, functions, symbols and objects whose
 * content JSON does not see (`RegExp`, `Error`, `Promise`, …) are refused. A tag that this version
 * does not know is read as an `UnknownTaggedValue` and written back untouched.
 *
 * @throws InvalidOptionError
 */
export function jsonCodec(options: JsonCodecOptions = {}): AttributeCodec {
  const limits = jsonLimits('jsonCodec', options)
  return {
    form: 'text',
    numbers: 'decimal',
    encode: (value, { attribute }) => encode(value, limits, attribute),
    decode: (stored, { attribute }) => decode(stored, limits, attribute),
    toTree: (value, { attribute }) => new TreeWriter(limits, attribute).write(value),
    fromTree: (tree, { attribute }) => {
      refuseDeep(tree, limits, attribute)
      return new TreeReader(limits, attribute).read(tree)
    },
  }
}

function encode(value: unknown, limits: JsonLimits, attribute: string): string {
  const verdict = plainJson(value, limits)
  if (verdict === 'too-long') throw tooLong('jsonCodec', attribute, limits.maxLength)
  const isPlain = verdict === 'plain'
  const tree = isPlain ? value : new TreeWriter(limits, attribute).write(value)
  const text = stringify(tree, attribute)
  if (text.length > limits.maxLength) throw tooLong('jsonCodec', attribute, limits.maxLength)
  return text
}

function stringify(tree: unknown, attribute: string): string {
  try {
    return JSON.stringify(tree)
  } catch {
    // A getter that answered otherwise than a moment ago.
    throw new AttributeNotStorableError(attribute, 'it changes while it is read.')
  }
}

function decode(stored: unknown, limits: JsonLimits, attribute: string): unknown {
  const text = storedText(stored, limits.maxLength)
  if (typeof text !== 'string') throw new AttributeNotDecodableError(attribute, text.reason)
  const tree = parse(text, attribute)
  if (!hasFewBrackets(text, limits.maxDepth)) refuseDeep(tree, limits, attribute)
  return mayHoldTags(text) ? new TreeReader(limits, attribute).read(tree) : tree
}

function parse(text: string, attribute: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's own message quotes the value.
    throw new AttributeNotDecodableError(attribute, 'it is not JSON.')
  }
}

function refuseDeep(tree: unknown, { maxDepth }: JsonLimits, attribute: string): void {
  if (!isNestedDeeper(tree, maxDepth)) return
  const reason = `it is nested more than ${maxDepth} levels deep (maxDepth).`
  throw new AttributeNotDecodableError(attribute, reason)
}

/** The two searches cost next to nothing and spare most texts the third. */
function mayHoldTags(text: string): boolean {
  return (text.includes('$') || text.includes('\\u0024')) && /"(?:\$|\\u0024)/.test(text)
}
