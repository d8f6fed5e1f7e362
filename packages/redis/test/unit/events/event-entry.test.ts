import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { entriesOf, eventEntry } from '../../../src/events/event-entry.ts'

const id = 'a'.repeat(36)
const fields = ['type', 'deleted', 'id', id, 'node', 'n', 'claim', '1', 'previous', '']

describe('an entry', () => {
  test('says what happened, to what, by whom; the state follows', () => {
    const expected = { type: 'deleted', id, node: 'n', claim: '1', previous: '', state: ['x', 'y'] }
    expect(eventEntry([...fields, 'x', 'y'])).toEqual(expected)
    const inBytes = fields.map((field) => Buffer.from(field))
    expect(eventEntry([...inBytes, 'x', 'y'])).toEqual(expected)
  })

  test.each([
    ['an unknown type', fields.with(1, 'renamed')],
    ['an id that is none', fields.with(3, 'short')],
    ['no node', fields.with(5, '')],
    ['fields in another order', [...fields.slice(2), ...fields.slice(0, 2)]],
    ['a former id where none belongs', fields.with(9, id)],
    ['an id change without a former id', fields.with(1, 'id-changed')],
    ['nothing', []],
    ['no list', undefined],
  ])('with %s is none', (_what, wrong) => {
    expect(eventEntry(wrong)).toBeUndefined()
  })

  test('of random bytes is none, and does no harm', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.uint8Array(), fc.integer())), (random) => {
        expect(eventEntry(random)).toBeUndefined()
      }),
    )
  })
})

test.each([
  ['RESP2, and RESP3 as ioredis gives it', [['stream', [['1-0', fields]]]]],
  ['RESP3 as a flat map', ['stream', [['1-0', fields]]]],
  ['RESP3 as an object', { stream: [['1-0', fields]] }],
])('entries are found in the answer of %s', (_protocol, reply) => {
  expect(entriesOf(reply as Parameters<typeof entriesOf>[0])).toEqual([['1-0', fields]])
})

test('no news is no entries', () => {
  expect(entriesOf(null)).toEqual([])
})
