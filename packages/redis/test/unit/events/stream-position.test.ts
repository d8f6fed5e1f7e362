import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  millisecondsOf,
  positionAfter,
  type StreamFacts,
} from '../../../src/events/stream-position.ts'

const NOW = 1_800_000_000_000
const facts: StreamFacts = {
  last: `${NOW - 60_000}-0`,
  isThere: false,
  newest: `${NOW - 1000}-0`,
  now: NOW,
  silence: 1000,
  retention: 300_000,
}
const old = `${NOW - 400_000}-3`

describe('after a break', () => {
  test.each<[string, Partial<StreamFacts>, boolean]>([
    ['the last entry is there', { isThere: true }, false],
    ['it is there, however long the break was', { isThere: true, silence: 9_000_000 }, false],
    ['it was too young to go: the server was emptied', {}, true],
    ['it was too young to go, and nothing is there', { newest: undefined }, true],
    ['it went of old age, and the break was short', { last: old }, false],
    [
      'everything went of old age, and the break was short',
      { last: old, newest: undefined },
      false,
    ],
    ['it went of old age, and the break was long', { last: old, silence: 300_000 }, true],
    ['nothing was ever seen, and the break was short', { last: '0-0' }, false],
    ['nothing was ever seen, and the break was long', { last: '0-0', silence: 300_000 }, true],
  ])('when %s', (_when, given, hasGap) => {
    expect(positionAfter({ ...facts, ...given }).hasGap).toBe(hasGap)
  })

  test('reading goes on at the last entry, or before what the server gives out by now', () => {
    expect(positionAfter({ ...facts, isThere: true }).from).toBe(facts.last)
    expect(positionAfter(facts).from).toBe(facts.last)
    expect(positionAfter({ ...facts, newest: `${NOW - 90_000}-0` }).from).toBe(`${NOW - 90_000}-0`)
    expect(positionAfter({ ...facts, last: '5-12', newest: '5-9' }).from).toBe('5-9')
    expect(positionAfter({ ...facts, newest: undefined }).from).toBe('0-0')
  })

  test('never goes on behind what was seen, nor behind what is there', () => {
    const id = fc.tuple(fc.nat(), fc.nat()).map(([time, number]) => `${time}-${number}`)
    const isAfter = (a: string, b: string): boolean => {
      const [one, two] = [a, b].map((text) => text.split('-').map(Number) as [number, number])
      return (
        (one?.[0] as number) > (two?.[0] as number) ||
        (one?.[0] === two?.[0] && (one?.[1] as number) > (two?.[1] as number))
      )
    }
    fc.assert(
      fc.property(id, id, fc.boolean(), (last, newest, isThere) => {
        const { from } = positionAfter({ ...facts, last, newest, isThere })
        expect(isAfter(from, last)).toBe(false)
        if (!isThere) expect(isAfter(from, newest)).toBe(false)
      }),
    )
  })
})

test('an id tells when its entry was made', () => {
  expect(millisecondsOf(`${NOW}-17`)).toBe(NOW)
})
