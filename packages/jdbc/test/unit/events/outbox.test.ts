import { afterEach, expect, test, vi } from 'vitest'
import type { EventMessage } from '../../../src/events/event-message.ts'
import { type EventTable, outboxEvents } from '../../../src/events/outbox.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

const idOf = (seq: number): string => String(seq).padStart(36, 'x')

/** A table of events in memory, whose nodes tell of sessions that are called after the number. */
function eventTable() {
  const numbers: number[] = []
  const forgotten: number[] = []
  const state = { isBroken: false }
  const table: EventTable = {
    readEvents: async (after, limit) => {
      if (state.isBroken) throw new Error('broken')
      return numbers
        .filter((seq) => seq > after)
        .sort((a, b) => a - b)
        .slice(0, limit)
        .map((seq) => ({ seq, type: 'created', node: 'n', claim: '0', id: idOf(seq) }))
    },
    lastEvent: async () => Math.max(0, ...numbers),
    forgetEvents: async (age) => void forgotten.push(age),
  }
  return { numbers, forgotten, state, table }
}

function listener() {
  const heard: EventMessage[] = []
  const gaps: (number | undefined)[] = []
  return {
    heard,
    gaps,
    hear: async (message: EventMessage) => void heard.push(message),
    missed: (since: number | undefined) => void gaps.push(since),
  }
}

const idsOf = ({ heard }: { heard: readonly EventMessage[] }): string[] => heard.map(({ id }) => id)

test('what was told before the start is not heard, what is committed late is, and all of it once', async () => {
  const { numbers, table } = eventTable()
  numbers.push(1, 2, 4)
  const ears = listener()
  const stop = await outboxEvents(table)(ears)
  numbers.push(3)
  await vi.waitFor(() => expect(idsOf(ears)).toEqual([idOf(3)]))
  numbers.push(...Array.from({ length: 1200 }, (_, i) => 10 + i))
  await vi.waitFor(() => expect(ears.heard).toHaveLength(1201))
  expect(new Set(idsOf(ears)).size).toBe(1201)
  await stop()
  expect(ears.gaps).toEqual([])
})

test('a database that fails for a while costs no event', async () => {
  const { numbers, state, table } = eventTable()
  const ears = listener()
  const stop = await outboxEvents(table)(ears)
  const reading = vi.spyOn(table, 'readEvents')
  state.isBroken = true
  numbers.push(1, 2)
  await vi.waitFor(() => expect(reading.mock.calls.length).toBeGreaterThan(1), 3000)
  expect(ears.heard).toEqual([])
  state.isBroken = false
  await vi.waitFor(() => expect(idsOf(ears)).toEqual([1, 2].map(idOf)))
  await stop()
  expect(ears.gaps).toEqual([])
})

test('a node that was cut off for longer than events stay hears of the gap, and what comes then', async () => {
  const { numbers, table } = eventTable()
  const ears = listener()
  const stop = await outboxEvents(table)(ears)
  numbers.push(1)
  await vi.waitFor(() => expect(ears.heard).toHaveLength(1))
  const later = Date.now() + 301_000
  vi.spyOn(Date, 'now').mockImplementation(() => later)
  await vi.waitFor(() => expect(ears.gaps).toHaveLength(1))
  expect(ears.gaps[0]).toBeLessThan(later - 300_000)
  numbers.push(2)
  await vi.waitFor(() => expect(idsOf(ears)).toEqual([1, 2].map(idOf)))
  await stop()
  expect(ears.gaps).toHaveLength(1)
})

test('events are removed when they are five minutes old', async () => {
  const { forgotten, table } = eventTable()
  const stop = await outboxEvents(table)(listener())
  const later = Date.now() + 67_000
  vi.spyOn(Date, 'now').mockImplementation(() => later)
  await vi.waitFor(() => expect(forgotten).toEqual([300_000]))
  await stop()
})

test('a look that hangs does not hold up the end, and nothing is heard after it', async () => {
  const { numbers, table } = eventTable()
  const ears = listener()
  const stop = await outboxEvents(table)(ears)
  let answer = (): void => {}
  const reading = vi.spyOn(table, 'readEvents').mockImplementation(
    () =>
      new Promise((resolve) => {
        answer = () => resolve([{ seq: 1, type: 'created', node: 'n', claim: '0', id: idOf(1) }])
      }),
  )
  numbers.push(1)
  await vi.waitFor(() => expect(reading).toHaveBeenCalled())
  await stop()
  answer()
  await new Promise((resolve) => setImmediate(resolve))
  expect(ears.heard).toEqual([])
})
