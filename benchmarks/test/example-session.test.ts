import { expect, test } from 'vitest'
import { exampleSession } from '../src/subjects/example-session.ts'

test.each([
  ['small', 10, 1_000],
  ['large', 100, 50_000],
] as const)('a %s session has %i attributes and about %i bytes', (size, count, bytes) => {
  const attributes = Object.values(exampleSession(size))
  expect(attributes).toHaveLength(count)
  expect(attributes.map((one) => JSON.stringify(one)).join('')).toHaveLength(bytes)
})
