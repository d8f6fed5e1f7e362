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
  const session = '["id1  ",1,2,3,["a","b"],[3,3]]'
  for (const records of [
    sessionRecords([row(1, 'a'), row(1, 'b')], 'text'),
    sessionRecords([{ session, text: '"a""b"', bytes: null }], 'text'),
    sessionRecords([{ session, text: null, bytes: Buffer.from('"a""b"') }], 'text'),
  ]) {
    expect(records).toMatchObject([
      { id: 'id1', creationTime: 1, lastAccessedTime: 2, maxInactiveInterval: 3 },
    ])
    expect([...(records[0]?.attributes.names() ?? [])]).toEqual(['a', 'b'])
    expect(records[0]?.attributes.get('b')).toBe('"b"')
  }
})

test('a row for a session without attributes is one, too', () => {
  const session = '["id1",1,2,3,null,null]'
  const [record] = sessionRecords([{ session, text: null, bytes: null }], 'text')
  expect([...(record?.attributes.names() ?? ['none'])]).toEqual([])
})

test('a row for a session whose numbers are none, or beyond what is safe, is no session', () => {
  for (const accessed of ['"soon"', 'null', '9223372036854775807']) {
    const session = `["id1",1,${accessed},3,null,null]`
    expect(sessionRecords([{ session, text: null, bytes: null }], 'text')).toEqual([])
  }
})

test('a row whose numbers are none is no session', () => {
  expect(sessionRecords([{ ...row(1, 'a'), accessed: 'soon' }], 'text')).toEqual([])
})
