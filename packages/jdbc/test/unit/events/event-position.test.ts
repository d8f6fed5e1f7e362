import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EventPosition } from '../../../src/events/event-position.ts'

test('events in order move the floor with them', () => {
  const position = new EventPosition(7)
  expect([8, 9, 10].map((number) => position.take(number))).toEqual([true, true, true])
  position.settle(0)
  expect(position.floor).toBe(10)
  expect(position.take(9)).toBe(false)
})

test('one that is committed late is heard, and everything once', () => {
  const position = new EventPosition(0)
  expect(position.take(1)).toBe(true)
  expect(position.take(3)).toBe(true)
  position.settle(0)
  expect(position.floor).toBe(1)
  expect([2, 3].map((number) => position.take(number))).toEqual([true, false])
  position.settle(9000)
  expect(position.floor).toBe(3)
})

test('a number that never comes is waited for, and then no more', () => {
  const position = new EventPosition(0)
  position.take(2)
  position.take(5)
  position.settle(0)
  position.settle(9999)
  expect(position.floor).toBe(0)
  position.settle(10_000)
  expect(position.floor).toBe(2)
  position.settle(19_999)
  expect(position.floor).toBe(2)
  position.settle(20_000)
  expect(position.floor).toBe(5)
})

test('in whatever order numbers appear, each is taken once', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 40 }),
      fc.array(fc.nat({ max: 5 }), { maxLength: 40 }),
      (numbers, pauses) => {
        const position = new EventPosition(0)
        const taken: number[] = []
        for (const [i, number] of numbers.entries()) {
          // What has appeared so far is read again each time.
          for (const seen of numbers.slice(0, i + 1)) if (position.take(seen)) taken.push(seen)
          position.settle(i + (pauses[i] ?? 0))
          expect(taken).toHaveLength(i + 1)
          expect(new Set(taken)).toEqual(new Set([...numbers.slice(0, i), number]))
        }
      },
    ),
  )
})
