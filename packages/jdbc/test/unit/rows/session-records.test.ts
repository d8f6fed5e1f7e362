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

test('a row for each session gives the same sessions as a row for each attribute', () => {
  const { pk: _pk, name: _name, bytes: _bytes, ...session } = row(1, null)
  const packed = { ...session, names: '["a","b"]', lengths: '[3,3]', text: '"a""b"', bytes: null }
  const [fromOne] = sessionRecords([packed], 'text')
  const [fromTwo] = sessionRecords([row(1, 'a'), row(1, 'b')], 'text')
  for (const record of [fromOne, fromTwo]) {
    expect(record).toMatchObject({ id: 'id1', creationTime: 1, lastAccessedTime: 2 })
    expect([...(record?.attributes.names() ?? [])]).toEqual(['a', 'b'])
    expect(record?.attributes.get('b')).toBe('"b"')
  }
})

test('a row whose numbers are none is no session', () => {
  expect(sessionRecords([{ ...row(1, 'a'), accessed: 'soon' }], 'text')).toEqual([])
})
