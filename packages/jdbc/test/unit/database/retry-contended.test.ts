import { expect, test, vi } from 'vitest'
import { retryContended } from '../../../src/database/retry-contended.ts'

const contended = new Error('another writer')
const failureOf = (error: unknown) => (error === contended ? 'contended' : undefined)

test('a step that met another writer is tried again until it succeeds', async () => {
  const step = vi.fn().mockRejectedValueOnce(contended).mockRejectedValueOnce(contended)
  step.mockResolvedValue('done')
  const { signal } = new AbortController()
  expect(await retryContended({ signal }, failureOf, step)).toBe('done')
  expect(step).toHaveBeenCalledTimes(3)
})

test('any other error is the end of it', async () => {
  const other = new Error('other')
  const step = vi.fn().mockRejectedValue(other)
  const { signal } = new AbortController()
  await expect(retryContended({ signal }, failureOf, step)).rejects.toBe(other)
  expect(step).toHaveBeenCalledTimes(1)
})

test('nothing is tried again once the call was given up', async () => {
  const controller = new AbortController()
  const step = vi.fn(async () => {
    if (step.mock.calls.length === 2) controller.abort()
    throw contended
  })
  await expect(retryContended(controller, failureOf, step)).rejects.toBe(contended)
  expect(step).toHaveBeenCalledTimes(2)
})

test('attempts can be counted', async () => {
  const step = vi.fn().mockRejectedValue(contended)
  const { signal } = new AbortController()
  await expect(retryContended({ signal }, failureOf, step, 3)).rejects.toBe(contended)
  expect(step).toHaveBeenCalledTimes(3)
})
