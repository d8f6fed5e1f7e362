import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { jdbcRepositoryDefaults } from '../../src/index.ts'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const readme = read('../../README.md')

test('the README tells the options of the source, and their defaults', () => {
  const source = read('../../src/jdbc-repository-options.ts')
  const declared = [...source.matchAll(/@default (.*)\n\s+\*\/\n\s+(\w+)\?: (\w+)/g)]
  const told = [...readme.matchAll(/^\| `(\w+)` +\| `(\w+)` +\| `?('.*?'|none)`?/gm)]
  expect(told.map(([, name, type, value]) => [name, type, value])).toEqual(
    declared.map(([, value, name, type]) => [name, type, value]),
  )
  const defaults = told.filter(([, , , value]) => value !== 'none')
  expect(
    Object.fromEntries(defaults.map(([, name, , value]) => [name, value?.slice(1, -1)])),
  ).toEqual(jdbcRepositoryDefaults)
})

test.each(['quick-start', 'postgresql'])(
  'the README shows the code of %s that is tested',
  (name) => {
    const code = read(`../examples/${name}.fixture.ts`).replace(/^\/\/ #.*\n/gm, '')
    expect(readme).toContain(`\`\`\`ts\n${code}\`\`\``)
  },
)
