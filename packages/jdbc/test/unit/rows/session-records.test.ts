import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sessionRecords } from '../../../src/rows/session-records.ts'

const row = (pk: number, name: string | null) => ({
  pk: `pk${pk}`,
  id: `id${pk}  `,
  created: '1',
  accessed: 2,
  idle: 3n,
  name,
  bytes: name === null ? null : Buffer.from(`"${name}"`),
})

test('whatever the order of the rows, no session loses an attribute', () => {
  const rows = [0, 1, 2].flatMap((pk) => ['a', 'b', 'c'].map((name) => row(pk, name)))
  rows.push(row(3, null) as (typeof rows)[number])
  fc.assert(
    fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
      const records = sessionRecords(shuffled, 'text')
      expect(records.map(({ id }) => id).sort()).toEqual(['id0', 'id1', 'id2', 'id3'])
      for (const { id, attributes } of records) {
        expect([...attributes.names()].sort()).toEqual(id === 'id3' ? [] : ['a', 'b', 'c'])
        if (id !== 'id3') expect(attributes.get('b')).toBe('"b"')
      }
    }),
  )
})

test('a row whose numbers are none is no session', () => {
  expect(sessionRecords([{ ...row(1, 'a'), accessed: 'soon' }], 'text')).toEqual([])
})
