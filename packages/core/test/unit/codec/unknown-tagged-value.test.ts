import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { jsonCodec } from '../../../src/codec/json-codec.ts'
import { UnknownTaggedValue } from '../../../src/codec/unknown-tagged-value.ts'

const codec = jsonCodec()
const context = { attribute: 'trip' }
const encode = (value: unknown) => codec.encode(value, context)
const decode = (stored: string) => codec.decode(stored, context)

const STORED = '{"$duration":{"__proto__":1,"parts":[{"$date":"not for us"},{"$$x":1}],"2":3}}'
// JSON.stringify, which wrote it, puts names that are numbers first.
const WRITTEN = JSON.stringify(JSON.parse(STORED))

describe('a value of an unknown tag', () => {
  test('tells its tag and content', () => {
    const value = decode('{"$duration":["PT1S"]}') as UnknownTaggedValue
    expect(value).toBeInstanceOf(UnknownTaggedValue)
    expect(value.tag).toBe('$duration')
    expect(JSON.parse(value.json)).toEqual(['PT1S'])
  })

  test.each([WRITTEN, '{"$":null}', '{"$duration":"PT1S"}', '{"$decimal":0.1}', `[${WRITTEN}]`])(
    '%s is written back as it was found',
    (stored) => {
      expect(encode(decode(stored))).toBe(stored)
    },
  )

  test('survives a change of what is around it', () => {
    const trip = decode(`{"stops":[1],"time":${WRITTEN}}`) as { stops: unknown[]; time: unknown }
    trip.stops.push(new Map([['at', trip.time]]))
    expect(encode(trip)).toBe(`{"stops":[1,{"$map":[["at",${WRITTEN}]]}],"time":${WRITTEN}}`)
  })

  test('survives as a tree', () => {
    const tree: unknown = JSON.parse(`{"time":${WRITTEN}}`)
    const again = codec.toTree!(codec.fromTree!(tree, context), context)
    expect(JSON.stringify(again)).toBe(`{"time":${WRITTEN}}`)
  })

  test('does not show its content when printed', () => {
    expect(inspect(decode('{"$secret":"hunter2"}'))).not.toContain('hunter2')
  })
})
