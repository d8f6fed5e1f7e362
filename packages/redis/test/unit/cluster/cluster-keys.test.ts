import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ClusterKeys, isOneSlot } from '../../../src/cluster/cluster-keys.ts'

/** What Redis hashes of a key: what stands in the first braces, if anything does. */
const tagOf = (key: string): string => /^[^{]*\{([^}]+)\}/.exec(key)?.[1] ?? key

const id = fc.stringMatching(/^[\w-]{20,40}$/)
const name = fc.stringMatching(/^[a-z:{}]{1,12}$/)

test('what one script must see together lies in one slot, in every namespace that is taken', () => {
  fc.assert(
    fc.property(name, id, (namespace, session) => {
      let keys: ClusterKeys
      try {
        keys = new ClusterKeys(namespace)
      } catch {
        return
      }
      const hash = tagOf(keys.session(session))
      expect(tagOf(keys.idClaim(session))).toBe(hash)
      expect(tagOf(keys.indexesOf(session))).toBe(hash)
      expect(tagOf(keys.expirations)).toBe(tagOf(keys.events))
    }),
  )
})

test('a namespace that is a hash tag puts everything into one slot', () => {
  const keys = new ClusterKeys('{shop}:session')
  const all = [
    keys.session('a'),
    keys.shadow('b'),
    keys.bucket(0),
    keys.index('n', 'v{w}'),
    keys.indexesOf('c'),
    keys.events,
  ]
  expect(new Set(all.map(tagOf))).toEqual(new Set(['shop']))
  expect(isOneSlot('{shop}:session')).toBe(true)
  for (const namespace of ['shop', '{}shop', 'shop}', '{shop']) {
    expect(isOneSlot(namespace)).toBe(false)
  }
})

test('an end on a minute lies in the bucket after it', () => {
  const keys = new ClusterKeys('shop')
  expect(keys.bucket(60_000)).toBe('shop:expirations:120000')
  expect(keys.bucket(119_999)).toBe('shop:expirations:120000')
})
