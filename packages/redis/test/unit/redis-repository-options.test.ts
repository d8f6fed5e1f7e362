import { InvalidOptionError, jacksonCodec, jsonCodec } from '@session/core'
import { describe, expect, test } from 'vitest'
import {
  indexedSettings,
  type RedisIndexedRepositoryOptions,
} from '../../src/redis-repository-options.ts'

test('what is left out has its default', () => {
  expect(indexedSettings({})).toMatchObject({
    form: 'text',
    mapper: undefined,
    eventRetention: 300_000,
    expirationStore: 'minute-buckets',
    notifications: 'auto',
    isReadByJava: false,
  })
})

test.each([
  ['expirationStore', 'hourly', "'minute-buckets', 'sorted-set'"],
  ['notifications', true, "'auto', 'off'"],
  ['mapper', 'safe', 'function'],
  ['eventRetention', '10s', "'30s'"],
])('%s: %j is refused, with what would be right', (option, value, remedy) => {
  const make = (): unknown =>
    indexedSettings({ [option]: value } as unknown as RedisIndexedRepositoryOptions)
  expect(make).toThrow(InvalidOptionError)
  expect(make).toThrow(option)
  expect(make).toThrow(remedy)
})

describe('Java is told of created sessions', () => {
  const encode = jacksonCodec().encode
  test.each<[string, RedisIndexedRepositoryOptions, boolean]>([
    ['when the codec writes what it reads', { codec: jacksonCodec() }, true],
    ['when a codec wraps such a one', { codec: { ...jacksonCodec(), encode } }, true],
    ['not by plain JSON', { codec: jsonCodec() }, false],
    ['not by a codec that encrypts', { codec: { ...jacksonCodec(), encode: () => 'x' } }, false],
    [
      'not by a codec that is choosy',
      {
        codec: {
          ...jacksonCodec(),
          encode: () => {
            throw new Error('no')
          },
        },
      },
      false,
    ],
    ['not when ids are hashed', { codec: jacksonCodec(), hashIds: true }, false],
  ])('%s', (_when, options, isReadByJava) => {
    expect(indexedSettings(options).isReadByJava).toBe(isReadByJava)
  })
})

test('what happens outside of a call is judged by the same clock and limit', () => {
  const clock = { now: () => 42 }
  expect(indexedSettings({ clock, absoluteTimeout: '1h' }).judge()).toEqual({
    now: 42,
    absoluteTimeout: 3_600_000,
  })
  expect(indexedSettings({ absoluteTimeout: 'never' }).judge()).toEqual({
    now: undefined,
    absoluteTimeout: undefined,
  })
})
