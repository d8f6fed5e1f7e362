import { inspect } from 'node:util'
import { SessionGoneError } from '@session/core'
import { expect, test } from 'vitest'
import type { Failure } from '../../src/database/failure.ts'
import { asStoreError } from '../../src/jdbc-error.ts'

const driverError = (code?: string): Error =>
  Object.assign(new Error("select … where ID = 'canary-id' - failed"), {
    detail: 'Key (session_id)=(canary-id)',
    ...(code === undefined ? {} : { code }),
  })

test.each<[Failure | undefined, string | undefined, Record<string, unknown>]>([
  ['read-only', '25006', { code: 'STORE_UNAVAILABLE', outcome: 'not-applied' }],
  ['refused', '53300', { code: 'STORE_UNAVAILABLE', driverCode: '53300' }],
  ['contended', '40P01', { code: 'STORE_UNAVAILABLE', outcome: 'not-applied', retryable: true }],
  ['full', 'SQLITE_FULL', { code: 'STORE_FULL', status: 503 }],
  ['duplicate', '23505', { code: 'SESSION_ID_TAKEN' }],
  ['missing-table', '42P01', { code: 'ILLEGAL_STATE', status: 503, retryable: true }],
  [undefined, '57P01', { code: '57P01' }],
  [undefined, 'ECONNREFUSED', { outcome: 'not-applied', driverCode: 'ECONNREFUSED' }],
  [undefined, undefined, {}],
])('%s (%s) becomes an error of ours that shows no value', (failure, code, expected) => {
  const error = asStoreError('find', driverError(code), failure)
  expect(error).toMatchObject(expected)
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary')
})

test('a missing table names the remedy', () => {
  const error = asStoreError('find', driverError('42P01'), 'missing-table') as Error
  expect(error.message).toContain('initializeSchema')
  expect(error.message).toContain('createSessionTables()')
})

test('a pool without a free connection has sent nothing', () => {
  const error = Object.assign(driverError(), { name: 'KnexTimeoutError' })
  expect(asStoreError('update', error, undefined)).toMatchObject({
    code: 'STORE_UNAVAILABLE',
    outcome: 'not-applied',
    driverCode: 'KnexTimeoutError',
  })
})

test('an error of ours stays as it is', () => {
  const gone = new SessionGoneError()
  expect(asStoreError('update', gone, undefined)).toBe(gone)
})
