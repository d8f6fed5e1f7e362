import { MapSessionRepository } from '@session/core'
import { expect, test } from 'vitest'
import { calls } from './monitoring.ts'

test('every call of a store is counted', async () => {
  const repository = new MapSessionRepository()
  await repository.ready()
  const before = calls.count
  await repository.findById('an-id-that-nobody-has-ever-had-at-all')
  expect(calls.count - before).toBe(1)
  expect(calls.failed).toBe(0)
})
