import { InvalidOptionError } from '@session/core'
import { expect, test } from 'vitest'
import { type MappedSession, mappedFields } from '../../src/session-mapper.ts'

const session: MappedSession = {
  creationTime: 1_700_000_000_000,
  lastAccessedTime: 1_700_000_001_000,
  maxInactiveInterval: -1,
  attributes: new Map([['name', '"Ada"']]),
}

test('a mapper gets the id and the fields, and returns what becomes a whole hash', () => {
  const flat = ['sessionAttr:name', '"Ada"', 'theirs', Buffer.from([1])]
  const mapped = mappedFields(
    (id, fields) => {
      expect(id).toBe('the-id')
      expect([...fields]).toEqual([
        ['sessionAttr:name', '"Ada"'],
        ['theirs', Buffer.from([1])],
      ])
      return session
    },
    'the-id',
    flat,
  )
  expect(mapped).toEqual([
    'creationTime',
    '1700000000000',
    'lastAccessedTime',
    '1700000001000',
    'maxInactiveInterval',
    '-1',
    'sessionAttr:name',
    '"Ada"',
  ])
})

test('a mapper may give a hash up', () => {
  expect(mappedFields(() => undefined, 'the-id', [])).toBeUndefined()
})

test.each([
  ['creationTime', Number.NaN],
  ['lastAccessedTime', 1.5],
  ['maxInactiveInterval', Number.POSITIVE_INFINITY],
])(
  'what it returns without a whole number as %s is refused by name, without values',
  (name, value) => {
    const call = (): unknown => mappedFields(() => ({ ...session, [name]: value }), 'the-id', [])
    expect(call).toThrow(InvalidOptionError)
    expect(call).toThrow(name)
    expect(call).not.toThrow(/the-id|Ada|1700000/)
  },
)
