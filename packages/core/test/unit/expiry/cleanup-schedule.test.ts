import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CleanupSchedule } from '../../../src/expiry/cleanup-schedule.ts'

describe('a cleanup', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('runs again and again, each time within its interval, and not long before its end', async () => {
    const job = vi.fn(async () => {})
    const schedule = new CleanupSchedule(60_000, job)
    schedule.start()
    await vi.advanceTimersByTimeAsync(47_999)
    expect(job).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(12_001)
    expect(job).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(10 * 60_000)
    expect(job.mock.calls.length).toBeGreaterThanOrEqual(11)
    await schedule.stop()
  })

  test('never runs twice at once, however long it takes or often it is started', async () => {
    let running = 0
    const job = vi.fn(async () => {
      expect(++running).toBe(1)
      await new Promise((resolve) => setTimeout(resolve, 500_000))
      running -= 1
    })
    const schedule = new CleanupSchedule(60_000, job)
    for (let n = 0; n < 5; n++) {
      schedule.start()
      await vi.advanceTimersByTimeAsync(200_000)
    }
    expect(job.mock.calls.length).toBeGreaterThanOrEqual(1)
    void schedule.stop()
  })

  test('that fails is tried again', async () => {
    const job = vi.fn().mockRejectedValue(new Error('the store is down'))
    const schedule = new CleanupSchedule(60_000, job)
    schedule.start()
    await vi.advanceTimersByTimeAsync(140_000)
    expect(job.mock.calls.length).toBeGreaterThanOrEqual(2)
    await schedule.stop()
  })

  test('is over when stop resolves, and cannot be started again', async () => {
    let finish = (): void => {}
    const job = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)))
    const schedule = new CleanupSchedule(60_000, job)
    schedule.start()
    await vi.advanceTimersByTimeAsync(60_000)
    const stopped = vi.fn()
    const stopping = schedule.stop().then(stopped)
    await vi.advanceTimersByTimeAsync(1000)
    expect(stopped).not.toHaveBeenCalled()
    finish()
    await stopping
    schedule.start()
    expect(vi.getTimerCount()).toBe(0)
  })
})

test('a cleanup keeps no process alive', () => {
  const timeout = vi.spyOn(globalThis, 'setTimeout')
  const schedule = new CleanupSchedule(60_000, async () => {})
  schedule.start()
  expect(timeout.mock.results.map(({ value }) => (value as NodeJS.Timeout).hasRef())).toEqual([
    false,
  ])
  timeout.mockRestore()
  void schedule.stop()
})
