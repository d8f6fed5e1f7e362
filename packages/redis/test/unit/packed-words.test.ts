import { expect, test } from 'vitest'
import { placesOfWords } from '../../src/packed-words.ts'
import { pack } from './pack.ts'

const wordsIn = (packed: Buffer): string[] => {
  const places = placesOfWords(packed)
  return Array.from({ length: places.length / 2 }, (_, i) =>
    packed.toString('utf8', places[2 * i], places[2 * i + 1]),
  )
}

test.each([0, 1, 31, 32, 255, 256, 65_535, 65_536])('a word of %i bytes is found', (length) => {
  const words = ['before', 'x'.repeat(length), 'behind']
  expect(wordsIn(pack(words))).toEqual(words)
})

test.each([0, 1, 15, 16, 65_535, 65_536])('%i words are found', (count) => {
  const words = Array.from({ length: count }, (_, i) => String(i))
  expect(wordsIn(pack(words))).toEqual(words)
})
