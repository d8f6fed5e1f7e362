import { type RepositoryOptions, repositoryDefaults } from '@session/core'
import { describe, expect, test } from 'vitest'
import { repositorySettings } from '../../../src/repository/repository-options.ts'

describe('options out of range are refused, with their name, their value and a remedy', () => {
  test.each([
    ['maxInactiveInterval', 1800],
    ['maxInactiveInterval', '30'],
    ['maxInactiveInterval', '1500ms'],
    ['maxInactiveInterval', '25000d'],
    ['maxInactiveInterval', null],
    ['absoluteTimeout', 3600],
    ['absoluteTimeout', '0s'],
    ['absoluteTimeout', 'soon'],
    ['touchInterval', 5],
    ['touchInterval', 'never'],
    ['saveMode', 'ON_SET_ATTRIBUTE'],
    ['saveMode', 1],
    ['flushMode', 'IMMEDIATE'],
    ['codec', 'json'],
    ['codec', { encode: () => '' }],
    ['codec', null],
    ['indexResolver', () => new Map()],
    ['hashIds', 'yes'],
    ['hashIds', 1],
    ['onDecodeError', 'ignore'],
    ['storeTimeout', 2000],
    ['storeTimeout', '0s'],
    ['storeTimeout', '25d'],
    ['storeTimeout', 'never'],
    ['cleanupInterval', true],
    ['cleanupInterval', '0s'],
    ['cleanupInterval', '25d'],
    ['cleanupInterval', '* * * * *'],
    ['clock', null],
    ['idGenerator', null],
    ['indexResolver', null],
    ['onListenerError', null],
    ['clock', { now: 5 }],
    ['idGenerator', 'uuid'],
    ['onListenerError', 'log'],
  ])('%s: %j', (option, value) => {
    expect(() => repositorySettings({ [option]: value } as RepositoryOptions)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTION',
        message: expect.stringMatching(new RegExp(`^${option}: .+ is not valid\\. \\S.{9,}`, 's')),
      }),
    )
  })
})

describe('options', () => {
  test('have defaults, and undefined means the default', () => {
    const nothing = Object.fromEntries(
      Object.keys(repositoryDefaults).map((name) => [name, undefined]),
    )
    for (const settings of [repositorySettings({}), repositorySettings(nothing)]) {
      expect(settings).toMatchObject({
        maxInactiveInterval: 1800,
        flushMode: 'on-save',
        hashIds: false,
        storeTimeout: 2000,
        cleanupInterval: 60_000,
        touchInterval: undefined,
        storeClock: undefined,
        rules: {
          saveMode: 'on-change',
          absoluteTimeout: undefined,
          onDecodeError: 'discard-attribute',
        },
      })
    }
  })

  test('become milliseconds, and the interval seconds', () => {
    const settings = repositorySettings({
      maxInactiveInterval: 'never',
      absoluteTimeout: '12h',
      touchInterval: 0,
      storeTimeout: '500ms',
      cleanupInterval: false,
    })
    expect(settings).toMatchObject({
      maxInactiveInterval: -1,
      touchInterval: 0,
      storeTimeout: 500,
      cleanupInterval: undefined,
      rules: { absoluteTimeout: 43_200_000 },
    })
  })

  test('with hashIds give the store handles, also for a reference to one', () => {
    const { keyOf } = repositorySettings({ hashIds: true }).rules
    const handle = keyOf('an-id-of-a-session-in-use')
    expect(handle).toMatch(/^[A-Za-z0-9_-]{36}$/)
    expect(keyOf(`h~${handle}`)).toBe(handle)
    expect(repositorySettings({}).rules.keyOf('an-id')).toBe('an-id')
  })
})
