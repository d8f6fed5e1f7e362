import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { JavaMessages } from '../../../src/events/java-messages.ts'
import { RedisKeys } from '../../../src/keys.ts'

const id = '5d72344f-53c1-4ee5-8c2f-6f6f0277164b'
const other = '853baac4-780d-4bf9-8e4f-f42e61179055'
const messages = (namespace = 'app'): JavaMessages => new JavaMessages(new RedisKeys(namespace))

describe('a hint', () => {
  test.each([
    ['__keyevent@0__:del', `app:sessions:expires:${id}`, 'deleted'],
    ['__keyevent@0__:expired', `app:sessions:expires:${id}`, 'expired'],
    [`app:event:0:created:${id}`, '{"@class":"java.util.HashMap"}', 'created'],
    [`app:event:0:created:${id}`, 'bytes of any serializer', 'created'],
  ])('is on %s: %s', (channel, message, said) => {
    expect(messages().hintOf(channel, message)).toEqual({ said, id, previous: '' })
  })

  test('is a hash that was renamed, by two messages in turn', () => {
    const read = messages()
    expect(read.hintOf('__keyevent@0__:rename_from', `app:sessions:${id}`)).toBeUndefined()
    expect(read.hintOf('__keyevent@0__:rename_to', `app:sessions:${other}`)).toEqual({
      said: 'id-changed',
      id: other,
      previous: id,
    })
    expect(read.hintOf('__keyevent@0__:rename_to', `app:sessions:${other}`)).toBeUndefined()
  })

  test.each([
    ['another namespace', '__keyevent@0__:del', `apps:sessions:expires:${id}`],
    ['a namespace that begins alike', '__keyevent@0__:del', `app:sessions:sessions:expires:${id}`],
    ['a hash, whose shadow tells', '__keyevent@0__:del', `app:sessions:${id}`],
    ['an id that is none', '__keyevent@0__:expired', 'app:sessions:expires:../../etc/passwd'],
    ['a message of ours', `app:event:0:created:${id}`, '{"@class":"java.util.HashMap","node":1}'],
    ['the name of a channel without an id', 'app:event:0:created:', 'x'],
    ['an event that nobody asked for', '__keyevent@0__:expire', `app:sessions:expires:${id}`],
  ])('is not %s', (_what, channel, message) => {
    expect(messages().hintOf(channel, message)).toBeUndefined()
  })

  test.each([
    ['a shadow', `app:sessions:expires:${id}`, `app:sessions:expires:${other}`],
    ['a key of somebody else', 'theirs', `app:sessions:${other}`],
    ['a hash that leaves the namespace', `app:sessions:${id}`, 'theirs'],
  ])('is not %s that is renamed', (_what, from, to) => {
    const read = messages()
    read.hintOf('__keyevent@0__:rename_from', from)
    expect(read.hintOf('__keyevent@0__:rename_to', to)).toBeUndefined()
  })

  test('is not made of anything', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (channel, message) => {
        expect(messages().hintOf(channel, message)).toBeUndefined()
      }),
    )
  })
})

test('a namespace with wildcards listens to its own channels only', () => {
  const { channels, patterns } = messages('a*b?[c]\\^').channels(7, true)
  expect(patterns).toEqual(['a\\*b\\?\\[c\\]\\\\\\^:event:7:created:*'])
  expect(channels).toEqual([
    '__keyevent@7__:del',
    '__keyevent@7__:expired',
    '__keyevent@7__:rename_from',
    '__keyevent@7__:rename_to',
  ])
  expect(messages().channels(7, false).channels).toEqual([])
})
