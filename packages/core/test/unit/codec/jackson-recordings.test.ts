import { describe, expect, test } from 'vitest'
import { jacksonCodec } from '../../../src/codec/jackson-codec.ts'
import { AttributeNotDecodableError } from '../../../src/errors/attribute-not-decodable-error.ts'
import {
  expectAgreement,
  type RecordedValue,
  recording,
  textOf,
  type Verdict,
} from './java-recordings.ts'

const codec = jacksonCodec()
const context = { attribute: 'recorded' }
const decode = (stored: string | Uint8Array) => codec.decode(stored, context)
const encode = (value: unknown) => codec.encode(value, context) as string

describe.each(['codec-json-3.5', 'codec-json-4.1', 'codec-security-json-3.5'])('%s', (name) => {
  const { values } = recording<{ values: Record<string, RecordedValue> }>(name)
  const written = Object.entries(values).filter(([, { base64 }]) => base64 !== undefined)

  test('holds what the recording was made for', () => {
    expect(written.length).toBeGreaterThan(40)
  })

  test.each(written)('%s is read as Java reads it', (_, recorded) => {
    const text = textOf(recorded.base64!)
    const value = decode(Buffer.from(text))
    if (recorded.readBack !== undefined) expectAgreement(value, recorded.readBack)
    // No type in it, so Java fails: such lists stay readable as what they are.
    else if (/^\[\d/.test(text)) expect(value).toEqual(JSON.parse(text))
    else expectAgreement(value, recorded.java)
  })

  test.each(written)(
    '%s, an object of it, is written with all of its types again',
    (_, recorded) => {
      const text = textOf(recorded.base64!)
      const value = decode(text)
      if (typeof value !== 'object' || recorded.readBackError?.includes('InvalidTypeId')) return
      expect(encode(value)).toBe(text)
    },
  )
})

describe.each(['accepts-json-3.5', 'accepts-security-json-3.5'])('%s', (name) => {
  const { verdicts } = recording<{ verdicts: Verdict[] }>(name)
  const accepted = verdicts.filter(({ reads }) => reads !== undefined)
  const refused = verdicts.filter(({ reads }) => reads === undefined)

  test.each(accepted)('$text is read as Java reads it', ({ text, reads }) => {
    expectAgreement(decode(text), reads!)
  })

  test.each(refused)(
    '$text, which Java refuses, gives a value or AttributeNotDecodableError',
    ({ text }) => {
      let value: unknown
      try {
        value = decode(text)
      } catch (error) {
        expect(error).toBeInstanceOf(AttributeNotDecodableError)
        expect(() => JSON.parse(text)).toThrow(SyntaxError)
        return
      }
      if (typeof value === 'object') expect(encode(decode(encode(value)))).toBe(encode(value))
    },
  )
})

test.each([
  ['{}', {}],
  ['[]', []],
  ['{"a":1}', { a: 1 }],
  ['[1,2]', [1, 2]],
  ['["a","b"]', ['a', 'b']],
  ['["java.util.ArrayList",[1,{"a":1}]]', [1, { a: 1 }]],
  ['{"@class":"java.util.HashMap","a":[1]}', { a: [1] }],
  ['{"@class":"com.example.Missing","a":1}', { a: 1 }],
])('%s, which Java cannot read, is readable here', (text, value) => {
  expect(decode(text)).toStrictEqual(value)
})
