import { inspect } from 'node:util'
import { SessionError } from '@session/core'
import { describe, expect, test } from 'vitest'
import { asStoreError } from '../../src/redis-error.ts'

/** As ioredis makes them: with the whole command beside the message. */
const replyError = (message: string): Error =>
  Object.assign(new Error(message), {
    name: 'ReplyError',
    command: { name: 'evalsha', args: ['sha', '0', 'canary-id', 'canary-value'] },
  })

describe('what Redis refuses', () => {
  test.each([
    "OOM command not allowed when used memory > 'maxmemory'. canary",
    'ERR Error running script (call to f_0): @user_script:1: @user_script: 1: -OOM command not allowed canary',
  ])('for want of memory is a full store: %s', (message) => {
    const error = asStoreError('insert', replyError(message))
    expect(error).toMatchObject({ code: 'STORE_FULL', outcome: 'not-applied', status: 503 })
    expect(inspect(error)).not.toContain('canary')
  })

  test.each([
    ["READONLY You can't write against a read only replica. canary", 'READONLY'],
    ['NOREPLICAS Not enough good replicas to write. canary', 'NOREPLICAS'],
    ['MISCONF Redis is configured to save RDB snapshots, canary', 'MISCONF'],
    ['LOADING Redis is loading the dataset in memory canary', 'LOADING'],
    ['BUSY Redis is busy running a script. canary', 'BUSY'],
    ['MASTERDOWN Link with MASTER is down canary', 'MASTERDOWN'],
    ['NOAUTH Authentication required. canary', 'NOAUTH'],
    [
      "ERR Error running script (call to f_0): @user_script:9: @user_script: 9: -READONLY You can't canary",
      'READONLY',
    ],
  ])('before anything is written is not applied: %s', (message, driverCode) => {
    const error = asStoreError('update', replyError(message))
    expect(error).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      outcome: 'not-applied',
      driverCode,
    })
    expect(inspect(error)).not.toContain('canary')
  })

  test.each([
    ['WRONGTYPE Operation against a key holding the wrong kind of value canary', 'WRONGTYPE'],
    ["NOPERM this user has no permissions to run the 'xadd' command canary", 'NOPERM'],
    ['ERR user_script:7: attempt to index a nil value canary', 'ERR'],
  ])('half-way through a script keeps its reason alone: %s', (message, code) => {
    const error = asStoreError('update', replyError(message))
    expect(SessionError.isInstance(error)).toBe(false)
    expect(error).toMatchObject({ code, message: '' })
    expect(inspect(error)).not.toContain('canary')
  })
})

test('an error of the connection is left to the repository, which knows reads from writes', () => {
  const error = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:6379'), {
    code: 'ECONNREFUSED',
  })
  expect(asStoreError('find', error)).toBe(error)
})
