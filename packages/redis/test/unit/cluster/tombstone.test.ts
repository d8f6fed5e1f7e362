import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tombstoneOf, tombstoneWords } from '../../../src/cluster/tombstone.ts'

const tombstone = fc.record({
  type: fc.constantFrom('deleted' as const, 'expired' as const),
  node: fc.stringMatching(/^[\w-]{16}$/),
  claim: fc.stringMatching(/^\d{0,5}$/),
})

test('what a tombstone says is JSON, and is read as it was written', () => {
  fc.assert(
    fc.property(tombstone, (written) => {
      const words = tombstoneWords(written)
      expect(typeof JSON.parse(words)).toBe('string')
      expect(tombstoneOf(words)).toEqual(written)
    }),
  )
})

test.each(['', '1', '"renamed node 1"', '"deleted no de 1"', 'deleted node 1'])(
  'what somebody else wrote is none: %s',
  (words) => {
    expect(tombstoneOf(words)).toBeUndefined()
  },
)
