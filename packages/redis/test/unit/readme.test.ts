import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { redisRepositoryDefaults } from '../../src/index.ts'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const readme = read('../../README.md')
const page = read('../../../../docs/stores/redis.md')

test.each([
  ['README.md', readme],
  ['docs/stores/redis.md', page],
])('%s tells the options of the source, and their defaults', (_path, text) => {
  const source = read('../../src/redis-repository-options.ts')
  const declared = [...source.matchAll(/@default (.*)\n\s+\*\/\n\s+(\w+)\?: (\w+)/g)]
  const told = [...text.matchAll(/^\| `(\w+)` +\| `(\w+)` +\| `('.*?')`/gm)]
  expect(told.map(([, name, type, value]) => [name, type, value])).toEqual(
    declared.map(([, value, name, type]) => [name, type, value]),
  )
  expect(Object.fromEntries(told.map(([, name, , value]) => [name, value?.slice(1, -1)]))).toEqual(
    redisRepositoryDefaults,
  )
})
