import type { SessionDelta } from '@session/core/store'
import { expect, test } from 'vitest'
import { IndexMoves } from '../../../src/cluster/index-moves.ts'
import { RedisKeys } from '../../../src/keys.ts'

const keys = new RedisKeys('shop')
const delta = (indexes: Record<string, { from?: string; to?: string }>): SessionDelta => ({
  set: new Map(),
  removed: new Set(),
  indexes: new Map(Object.entries(indexes)),
})

test('a session leaves every key of an index that it moves in, and keeps the others', () => {
  const moves = new IndexMoves(
    keys,
    delta({ user: { from: 'ada', to: 'bob' }, team: { from: 'x' } }),
  )
  expect(moves.entered).toEqual([keys.index('user', 'bob')])
  const before = [keys.index('user', 'carol'), keys.index('team', 'x'), keys.index('city', 'Paris')]
  expect(moves.applyTo(before)).toEqual([keys.index('city', 'Paris'), keys.index('user', 'bob')])
})

test('the words of a move name what its keys begin with, the key to leave and the key to enter', () => {
  const { words } = new IndexMoves(keys, delta({ user: { to: 'bob' } }))
  expect(words).toEqual([keys.indexPrefix('user'), '', keys.index('user', 'bob')])
})
