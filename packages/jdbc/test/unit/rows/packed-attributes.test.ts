import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PackedAttributes } from '../../../src/rows/packed-attributes.ts'

/** As a database counts them. */
const characters = (text: string): number => [...text].length

const wellFormed = fc.string({ unit: 'binary' })
const values = fc.dictionary(wellFormed, wellFormed)

const packed = (attributes: Record<string, string>, asText: boolean) => {
  const values = Object.values(attributes)
  const joined = values.join('')
  return {
    names: Object.keys(attributes),
    lengths: values.map(asText ? characters : (value) => Buffer.byteLength(value)),
    content: asText ? joined : Buffer.from(joined),
  }
}

test('every value is found at its place, whatever its characters and however it comes', () => {
  fc.assert(
    fc.property(values, fc.boolean(), fc.boolean(), (attributes, asText, wantsText) => {
      const form = wantsText ? 'text' : 'bytes'
      const read = new PackedAttributes(packed(attributes, asText), form)
      expect([...read.names()]).toEqual(Object.keys(attributes))
      for (const [name, value] of Object.entries(attributes)) {
        expect(read.get(name)).toEqual(wantsText ? value : Buffer.from(value))
      }
    }),
  )
})

test('a name that is not there has no value', () => {
  expect(new PackedAttributes(packed({ a: '1' }, true), 'text').get('b')).toBeUndefined()
  for (const name of ['__proto__', 'length', 'constructor'])
    expect(new PackedAttributes(packed({ a: '1' }, true), 'text').get(name)).toBeUndefined()
})
