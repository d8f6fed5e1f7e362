import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { corkEachTurn } from '../../../src/client/cork-each-turn.ts'

const stream = (): { log: string[]; cork(): void; uncork(): void } => {
  const log: string[] = []
  return { log, cork: () => log.push('cork'), uncork: () => log.push('uncork') }
}

test('all commands of one turn are held back together, and leave at its end', async () => {
  const redis = { stream: stream() }
  const cork = corkEachTurn(redis)
  cork()
  cork()
  expect(redis.stream.log).toEqual(['cork'])
  await turn()
  expect(redis.stream.log).toEqual(['cork', 'uncork'])
  cork()
  expect(redis.stream.log).toEqual(['cork', 'uncork', 'cork'])
})

test('what was held back is let go, though the client has another connection by then', async () => {
  const first = stream()
  const redis = { stream: first }
  corkEachTurn(redis)()
  redis.stream = stream()
  await turn()
  expect(first.log).toEqual(['cork', 'uncork'])
  expect(redis.stream.log).toEqual([])
})

test('a client that shows no stream is left alone', () => {
  expect(() => corkEachTurn({})()).not.toThrow()
})
