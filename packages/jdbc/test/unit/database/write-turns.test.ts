import { expect, test } from 'vitest'
import { WriteTurns } from '../../../src/database/write-turns.ts'

test('writers to one file go one after the other, also after one that failed', async () => {
  const turns = WriteTurns.of('/tmp/one.db')
  let inside = 0
  const seen: number[] = []
  const work = (n: number) => async () => {
    expect(++inside).toBe(1)
    await Promise.resolve()
    inside--
    if (n === 1) throw new Error('refused')
    seen.push(n)
    return n
  }
  const [first, second, third] = [0, 1, 2].map((n) => turns.take(work(n)))
  await expect(second).rejects.toThrow('refused')
  expect(await Promise.all([first, third])).toEqual([0, 2])
  expect(seen).toEqual([0, 2])
})

test('the same file has the same turns, and another has its own', () => {
  expect(WriteTurns.of('/tmp/a.db')).toBe(WriteTurns.of('/tmp/a.db'))
  expect(WriteTurns.of('/tmp/a.db')).not.toBe(WriteTurns.of('/tmp/b.db'))
})
